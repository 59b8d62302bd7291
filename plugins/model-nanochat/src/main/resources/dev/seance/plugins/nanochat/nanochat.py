# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# The nanochat model of March 2026, as a TorchScript program: what is special about this architecture. Java appends
# language_model.py, which is the rest of this class: loss, training, decoding. Start reading at `trunk`.
#
# The architecture: embedding, RMSNorm without weights (https://arxiv.org/abs/1910.07467) before every block and at both
# ends, rotary positions (https://arxiv.org/abs/2104.09864), normalised queries and keys
# (https://arxiv.org/abs/2010.04245), causal attention in windows, relu squared MLP (https://arxiv.org/abs/2109.08668), no
# biases, an untied head, logits capped by a tanh (https://arxiv.org/abs/2408.00118); and of the modded-nanogpt speedruns:
# value embeddings (https://arxiv.org/abs/2410.17897), resid_lambdas and x0_lambdas in every layer, embeddings smeared over
# neighbours, the middle layer subtracted at the end (backout).
#
# Dimensions in the shapes below:
#   B  sequences of the batch     D  width of the model           L  layers
#   T  tokens of a sequence       H  heads                        V  entries of the vocabulary
#   N  B * T                      G  heads of keys and values     P  tokens already in the cache
#   n  rows of a chunk of N       K  width of a head, D / H       F  inner width of the MLP
#   M  layers with value embeddings: every other one, the last among them
#   c  channels that a gate of these reads                        s  channels that the smear's gate reads

class Nanochat(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ------------------------------------------------------------------------------------------------------ constants

  # Base of the rotary angles: nanochat's, ten times that of Su et al. 2021 for its longer contexts.
  def rope_base(self) -> float:
    return 100000.

  # Of halves (a, b) of a head, nanochat makes (a cos + b sin, b cos - a sin): it rotates clockwise.
  def rope_direction(self) -> float:
    return -1.

  # Queries and keys have unit mean square, so that a score cannot exceed sqrt(K). Each is taken 1.2 times for sharper
  # attention; the product is the scale of the scores.
  def score_scale(self) -> float:
    return 1.2 * 1.2 / torch.sqrt(self.width // self.heads)

  # Where logits saturate: nanochat's, half of what Gemma 2 uses.
  def soft_cap(self) -> float:
    return 15.

  # Gates of value embeddings range from 0 to this; an untrained one is half open.
  def gate_range(self) -> float:
    return 3.

  def has_values(self, layer: int) -> bool:
    return layer % 2 == (self.layers - 1) % 2

  # Embedding tables.
  def embedding_tables(self) -> List[str]:
    return ["embedding", "value_embeddings"]

  # The output matrix.
  def head(self) -> str:
    return "head"

  # -------------------------------------------------------------------------------------------------------- weights

  # Fresh weights by a seed, as nanochat's: matrices uniform with deviation 1 / sqrt(D), less for the MLP, both
  # projections into the residual stream zero, gates slightly open, no smear at first, the head so small that the
  # first loss is ln V. Drawn on the CPU from a generator of its own, so that a seed means the same on every device.
  def init_weights(self, seed: Tensor) -> Tensor:
    V, D, L, F = self.vocabulary, self.width, self.layers, self.mlp_width
    kv = D // self.heads * self.kv_heads
    M = (L + 1) // 2
    g = torch.Generator(device=torch.device("cpu"), seed=int(seed))
    bound = torch.sqrt(3.) / torch.sqrt(D)
    depth = torch.div(torch.arange(L, dtype=6), ops.prim.max(1, L - 1))
    w = annotate(Dict[str, Tensor], {})
    w["embedding"] = torch.normal(0., 0.8, [V, D], generator=g)
    w["head"] = torch.normal(0., 0.001, [V, D], generator=g)
    w["attention_qkv"] = self.uniform([L, D + 2 * kv, D], -bound, bound, g)
    w["attention_out"] = torch.zeros([L, D, D])
    w["mlp_in"] = self.uniform([L, F, D], -0.4 * bound, 0.4 * bound, g)
    w["mlp_out"] = torch.zeros([L, D, F])
    w["value_embeddings"] = self.uniform([M, V, kv], -bound, bound, g)
    w["value_gates"] = self.uniform([M, self.kv_heads, ops.prim.min(12, D)], 0., 0.02, g)
    w["resid_lambdas"] = torch.add(torch.mul(depth, -0.10), 1.15)
    w["x0_lambdas"] = torch.add(torch.mul(depth, -0.15), 0.20)
    w["smear_gate"] = self.uniform([ops.prim.min(24, D)], 0., 0.02, g)
    w["smear_lambda"] = torch.zeros([1])
    w["backout_lambda"] = torch.full([1], 0.2)
    return self.load_state(w)

  # Compute weights or their gradients, as views, without the tables: first five matrices a layer, then M gates, and the
  # five vectors.
  def layer_weights(self, of: Dict[str, Tensor]) -> List[Tensor]:
    qk_rows = self.width // self.heads * (self.heads + self.kv_heads)
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      qk, v = torch.slice(qkv, 0, 0, qk_rows), torch.slice(qkv, 0, qk_rows)
      rest = [torch.select(of["attention_out"], 0, i), torch.select(of["mlp_in"], 0, i), torch.select(of["mlp_out"], 0, i)]
      for w in [qk, v] + rest:
        _0 = torch.append(out, torch.detach(w))
    for gate in torch.unbind(of["value_gates"], 0):
      _1 = torch.append(out, torch.detach(gate))
    for name in ["resid_lambdas", "x0_lambdas", "smear_gate", "smear_lambda", "backout_lambda"]:
      _2 = torch.append(out, torch.detach(of[name]))
    return out

  # -------------------------------------------------------------------------------------------------------- forward

  # RMSNorm: each row of x with root mean square 1, and the lengths that the rows had, [N, 1].
  #
  # On a CPU the kernel of weight normalisation (v -> g v / |v|, row by row) with g = sqrt of the width is exactly this, and
  # it is fused both ways where rms_norm is a chain of operators: 0.49 ms against 3.36 for [2048, 256] with its gradient. In
  # bf16 its root itself is rounded, which scales all by one factor within 0.2 % of 1. On a GPU that kernel reaches a tenth
  # of the memory's rate. There is no epsilon, because no row is zero: rows start as an embedding.
  def norm(self, x: Tensor) -> Tuple[Tensor, Tensor]:
    if self.gpu:
      lengths = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
      y = torch.to(torch.mul(torch.to(x, 6), self.unit_scale(lengths, torch.size(x, 1))), self.compute)
    else:
      y, lengths = torch._weight_norm_interface(x, self.unit(x, 1.), 0)
    return (y, lengths)

  # The gradient of `factor` times the norm of x.
  def norm_back(self, dy: Tensor, x: Tensor, lengths: Tensor, factor: float) -> Tensor:
    if self.gpu:
      dx = torch.to(self.norm_slope(dy, x, lengths, factor), self.compute)
    else:
      dx, unused = torch._weight_norm_interface_backward(dy, x, self.unit(x, factor), lengths, 0)
    return dx

  # The same, plus dx [N, D]: of a norm whose input goes past it too.
  def norm_back_add(self, dy: Tensor, x: Tensor, lengths: Tensor, factor: float, dx: Tensor) -> Tensor:
    if self.gpu:
      out = torch.to(torch.add(self.norm_slope(dy, x, lengths, factor), torch.to(dx, 6)), self.compute)
    else:
      out = torch.add_(self.norm_back(dy, x, lengths, factor), dx)
    return out

  # With y = s x, s = sqrt(W) / |x|:  dx = s (dy - x (x dy) / |x|^2), in fp32. Any number of dimensions; the last is W.
  def norm_slope(self, dy: Tensor, x: Tensor, lengths: Tensor, factor: float) -> Tensor:
    along = torch.div(torch.sum(torch.mul(dy, x), [-1], True, dtype=6), torch.mul(lengths, lengths))
    s = torch.mul(self.unit_scale(lengths, torch.size(x, -1)), factor)
    return torch.mul(torch.sub(torch.to(dy, 6), torch.mul(torch.to(x, 6), along)), s)

  def unit_scale(self, lengths: Tensor, width: int) -> Tensor:
    return torch.mul(torch.reciprocal(lengths), torch.sqrt(width))

  def unit(self, x: Tensor, factor: float) -> Tensor:
    rows, width = torch.size(x)
    return torch.full([rows, 1], factor * torch.sqrt(width), dtype=self.compute, device=ops.prim.device(x))

  # Adds to each token of x [B, T, D] some of the one before it, by a gate that reads s of its own channels. A sequence
  # being decoded holds its last token, [1, 1, D], as it was before; the first token has none before it.
  def smear(self, x: Tensor, gate: Tensor, scale: Tensor, sequence: List[Tensor]) -> Tensor:
    before = torch.zeros_like(torch.slice(x, 1, 0, 1))                                     # [B, 1, D]
    if torch.len(sequence) > 0:
      before = torch.clone(sequence[1])
      _0 = torch.copy_(sequence[1], torch.slice(x, 1, -1))
    shifted = torch.cat([before, torch.slice(x, 1, 0, -1)], 1)                             # [B, T, D]
    share = torch.select(scale, 0, 0) * self.smear_opening(x, gate)                        # [B, T]
    return torch.addcmul(x, torch.unsqueeze(share, -1), shifted)

  # How far the gate of each token of x is open, [B, T].
  def smear_opening(self, x: Tensor, gate: Tensor) -> Tensor:
    return torch.sigmoid(torch.matmul(torch.slice(x, 2, 0, torch.size(gate, 0)), torch.to(gate, self.compute)))

  # Of d [B, T, D]: the gradient of x; adds those of the gate and of the scale. With o the opening, token t gets
  # scale o[t] x[t-1], and the slope of o is o (1 - o).
  def smear_back(self, d: Tensor, x: Tensor, gate: Tensor, scale: Tensor, gate_g: Tensor, scale_g: Tensor) -> Tensor:
    s = torch.size(gate, 0)
    after, before = torch.slice(d, 1, 1), torch.slice(x, 1, 0, -1)                         # [B, T-1, D]
    channels = torch.slice(torch.slice(x, 1, 1), 2, 0, s)                                  # [B, T-1, s]
    o = torch.to(torch.slice(self.smear_opening(x, gate), 1, 1), 6)                        # [B, T-1]
    dshare = torch.sum(torch.mul(after, before), [-1], dtype=6)                            # [B, T-1]
    _0 = torch.add_(scale_g, torch.reshape(torch.sum(dshare * o), [1]))
    dlogits = dshare * scale * o * (1. - o)                                                # [B, T-1]
    _1 = torch.add_(gate_g, torch.mv(torch.t(torch.to(torch.reshape(channels, [-1, s]), 6)), torch.reshape(dlogits, [-1])))
    dx = torch.clone(d)
    _2 = torch.add_(torch.slice(dx, 1, 0, -1), torch.mul(after, torch.to(torch.unsqueeze(o * scale, -1), self.compute)))
    _3 = torch.add_(torch.slice(torch.slice(dx, 1, 1), 2, 0, s), torch.to(torch.unsqueeze(dlogits, -1) * gate, self.compute))
    return dx

  # Heads [N, (H + G) * K], normalised and rotated: queries [B, H, T, K] and keys [B, G, T, K]. Rotation keeps lengths, so
  # that normalising may come first, where each head is contiguous.
  def norm_rotate(self, heads: Tensor, B: int, start: int, saved: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    H, G = self.heads, self.kv_heads
    K = self.width // H
    T = torch.size(heads, 0) // B
    if self.gpu:
      x = torch.reshape(heads, [B, T, H + G, K])
      lengths = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)
      both = torch.transpose(self.scale_rotate(x, self.unit_scale(lengths, K), start), 1, 2)
      queries, keys = torch.slice(both, 1, 0, H), torch.slice(both, 1, H, H + G)
    else:
      normed, lengths = self.norm(torch.reshape(heads, [-1, K]))
      normed = torch.transpose(torch.reshape(normed, [B, T, H + G, K]), 1, 2)              # [B, H+G, T, K]
      queries = torch.empty([B, H, T, K], dtype=self.compute, device=ops.prim.device(heads))
      keys = torch.empty([B, G, T, K], dtype=self.compute, device=ops.prim.device(heads))
      self.rotate(torch.slice(normed, 1, 0, H), queries, start, 1.)
      self.rotate(torch.slice(normed, 1, H, H + G), keys, start, 1.)
    saved["heads"], saved["head_lengths"] = heads, lengths
    return (queries, keys)

  # x [B, T, any number of heads, K] times s [B, T, any number of heads, 1], rotated.
  def scale_rotate(self, x: Tensor, s: Tensor, start: int) -> Tensor:
    cosines, sines = self.angles(start, torch.size(x, 1))
    a, b = torch.chunk(x, 2, -1)
    af, bf = torch.mul(torch.to(a, 6), s), torch.mul(torch.to(b, 6), s)
    left = torch.to(torch.sub(torch.mul(af, cosines), torch.mul(bf, sines)), self.compute)
    right = torch.to(torch.add(torch.mul(bf, cosines), torch.mul(af, sines)), self.compute)
    return torch.cat([left, right], -1)

  # Of those of queries and keys the gradient of heads, [N, (H + G) * K].
  def norm_rotate_back(self, dqueries: Tensor, dkeys: Tensor, saved: Dict[str, Tensor]) -> Tensor:
    B, H, T, K = torch.size(dqueries)
    G = self.kv_heads
    if self.gpu:
      x, lengths = torch.reshape(saved["heads"], [B, T, H + G, K]), saved["head_lengths"]
      dq = self.norm_rotate_slope(torch.transpose(dqueries, 1, 2), torch.slice(x, 2, 0, H), torch.slice(lengths, 2, 0, H), torch.transpose(saved["queries"], 1, 2))
      dk = self.norm_rotate_slope(torch.transpose(dkeys, 1, 2), torch.slice(x, 2, H, H + G), torch.slice(lengths, 2, H, H + G), torch.transpose(saved["keys"], 1, 2))
      dheads = torch.cat([dq, dk], 2)                                                      # [B, T, H+G, K]
    else:
      dnormed = torch.empty([B, T, H + G, K], dtype=self.compute, device=ops.prim.device(dqueries))
      dheads_t = torch.transpose(dnormed, 1, 2)                                            # [B, H+G, T, K]
      self.rotate(dqueries, torch.slice(dheads_t, 1, 0, H), 0, -1.)
      self.rotate(dkeys, torch.slice(dheads_t, 1, H, H + G), 0, -1.)
      dheads = self.norm_back(torch.reshape(dnormed, [-1, K]), torch.reshape(saved["heads"], [-1, K]), saved["head_lengths"], 1.)
    return torch.reshape(dheads, [B * T, (H + G) * K])

  # Of dy [B, T, any number of heads, K] the gradient of x, with y the rotated norm of x: the product of y and dy is that of
  # the norm and its gradient, before either is rotated.
  def norm_rotate_slope(self, dy: Tensor, x: Tensor, lengths: Tensor, y: Tensor) -> Tensor:
    K = torch.size(x, -1)
    s = self.unit_scale(lengths, K)
    along = torch.mul(torch.sum(torch.mul(dy, y), [-1], True, dtype=6), torch.mul(torch.mul(s, s), 1. / K))
    cosines, sines = self.angles(0, torch.size(x, 1))
    a, b = torch.chunk(dy, 2, -1)
    xa, xb = torch.chunk(x, 2, -1)
    af, bf = torch.to(a, 6), torch.to(b, 6)
    left = torch.add(torch.mul(af, cosines), torch.mul(bf, sines))
    right = torch.sub(torch.mul(bf, cosines), torch.mul(af, sines))
    left = torch.to(torch.sub(torch.mul(left, s), torch.mul(torch.to(xa, 6), along)), self.compute)
    right = torch.to(torch.sub(torch.mul(right, s), torch.mul(torch.to(xb, 6), along)), self.compute)
    return torch.cat([left, right], -1)

  # x [N, D] plus its attention. `values` [B, T, G * K] are the value embeddings of the tokens, added by gates [G, c];
  # unused in layers without.
  def attention(self, x: Tensor, w: List[Tensor], gates: Tensor, values: Tensor, layer: int, masks: Dict[int, Tensor], sequence: List[Tensor], start: int, train: bool, saved: Dict[str, Tensor]) -> Tensor:
    B, T, unused = torch.size(values)
    H, G = self.heads, self.kv_heads
    K = self.width // H
    n, saved["attention_lengths"] = self.norm(x)
    queries, keys = self.norm_rotate(self.linear(n, w[0]), B, start, saved)
    mixed = torch.reshape(self.linear(n, w[1]), [B, T, G, K])
    if self.has_values(layer):
      gate_logits = torch.linear(torch.slice(n, 1, 0, torch.size(gates, 1)), gates)        # [N, G]
      gate = torch.reshape(torch.mul(torch.sigmoid(gate_logits), self.gate_range()), [B, T, G, 1])
      mixed = torch.add(mixed, torch.mul(gate, torch.reshape(values, [B, T, G, K])))
      saved["gate"] = gate
    saved["attention_x"], saved["attention_n"] = x, n
    y = self.attend(queries, keys, torch.transpose(mixed, 1, 2), layer, masks, sequence, start, train, saved)
    saved["attended"] = y
    return torch.add(x, self.linear(y, w[2]))

  # Of dx [N, D]: the gradients of what attention was given, x [N, D] and values [B, T, G * K].
  def attention_back(self, dx: Tensor, w: List[Tensor], g: List[Tensor], gates: Tensor, gates_g: Tensor, values: Tensor, layer: int, saved: Dict[str, Tensor]) -> Tuple[Tensor, Tensor]:
    B, T, unused = torch.size(values)
    H, G = self.heads, self.kv_heads
    K = self.width // H
    n = saved["attention_n"]
    dy = self.linear_back(dx, saved["attended"], w[2], g[2])                               # [N, D]
    dqueries, dkeys, dmixed = self.attend_back(dy, layer, saved)                           # [B, H or G, T, K]
    dheads = self.norm_rotate_back(dqueries, dkeys, saved)
    dn = self.linear_back(dheads, n, w[0], g[0])                                           # [N, D]
    dmixed = torch.contiguous(torch.transpose(dmixed, 1, 2))                               # [B, T, G, K]
    flat = torch.reshape(dmixed, [B * T, G * K])
    dn = torch.add_(dn, self.linear_back(flat, n, w[1], g[1]))
    dvalues = values
    if self.has_values(layer):
      # gate = range sigmoid(gate_logits), whose slope is gate (1 - gate / range).
      gate = saved["gate"]                                                                 # [B, T, G, 1]
      dvalues = torch.reshape(dmixed * gate, torch.size(values))
      dgate = torch.sum(dmixed * torch.reshape(values, [B, T, G, K]), [-1], True)
      dgate_logits = torch.reshape(dgate * gate * (1. - gate / self.gate_range()), [B * T, G])
      channels = torch.size(gates, 1)
      into = torch.slice(dn, 1, 0, channels)
      _0 = torch.add_(into, self.linear_back(dgate_logits, torch.slice(n, 1, 0, channels), gates, gates_g))
    return (self.norm_back_add(dn, saved["attention_x"], saved["attention_lengths"], 1., dx), dvalues)

  # x [N, D] plus the output of its MLP.
  def mlp(self, x: Tensor, w: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    n, saved["mlp_lengths"] = self.norm(x)
    if self.gpu:
      # In the epilogue of the product.
      nothing = torch.zeros([torch.size(w[3], 0)], dtype=self.compute, device=ops.prim.device(n))
      h = torch._addmm_activation(nothing, n, torch.t(w[3]))                               # [N, F]
    else:
      h = torch.relu_(self.linear(n, w[3]))
    inner = torch.mul(h, h)                                                                # [N, F]
    saved["mlp_x"], saved["mlp_n"], saved["h"], saved["inner"] = x, n, h, inner
    return torch.add(x, self.linear(inner, w[4]))

  # The slope of relu(z)^2 is 2 relu(z). The 2 goes where it costs nothing: to the sum of gradients and into the norm.
  def mlp_back(self, dx: Tensor, w: List[Tensor], g: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    dhalf = torch.mul_(self.linear_back(dx, saved["inner"], w[4], g[4]), saved["h"])       # [N, F]
    _0 = torch.add_(g[3], torch.mm(torch.t(dhalf), saved["mlp_n"]), alpha=2.)
    dn = torch.mm(dhalf, w[3])
    return self.norm_back_add(dn, saved["mlp_x"], saved["mlp_lengths"], 2., dx)

  # Rows of the tables for tokens [B, T] to the states that the head sees, [N, D]. The rows are one of the embedding,
  # [B, T, D], and M of the value embeddings, [B, T, G * K]. A sequence being decoded is its cache and its last token. In
  # training, `saved` fills with what `backward` needs: a dictionary a layer, and one more.
  def trunk(self, rows: List[Tensor], layer_weights: List[Tensor], sequence: List[Tensor], start: int, train: bool, saved: List[Dict[str, Tensor]]) -> Tensor:
    L = self.layers
    vectors = torch.slice(layer_weights, 5 * L + torch.len(rows) - 1)
    resid_lambdas, x0_lambdas, backout = self.to_floats(vectors[0]), self.to_floats(vectors[1]), self.to_floats(vectors[4])
    masks = self.masks(torch.size(rows[0], 1), start)
    ends = annotate(Dict[str, Tensor], {})
    y, ends["row_lengths"] = self.norm(torch.reshape(rows[0], [-1, self.width]))
    ends["row_normed"] = torch.reshape(y, torch.size(rows[0]))                             # [B, T, D]
    first = torch.reshape(self.smear(ends["row_normed"], vectors[2], vectors[3], sequence), [-1, self.width])
    x, middle = first, first
    for i in range(L):
      w = torch.slice(layer_weights, 5 * i, 5 * i + 5)
      gates, values = w[0], rows[0]
      if self.has_values(i):
        gates, values = layer_weights[5 * L + i // 2], rows[1 + i // 2]
      layer_saved = annotate(Dict[str, Tensor], {})
      layer_saved["x"] = x
      x = torch.add_(torch.mul(x, resid_lambdas[i]), first, alpha=x0_lambdas[i])
      x = self.attention(x, w, gates, values, i, masks, sequence, start, train, layer_saved)
      x = self.mlp(x, w, layer_saved)
      if train:
        _3 = torch.append(saved, layer_saved)
      if i == L // 2:
        middle = x
    x = torch.sub(x, middle, alpha=backout[0])
    states, ends["lengths"] = self.norm(x)
    ends["first"], ends["middle"], ends["x"] = first, middle, x
    _4 = torch.append(saved, ends)
    return states

  # Of the gradient of states [N, D]: adds to those of the weights, g as `layer_weights`, and returns those of the rows.
  def backward(self, dstates: Tensor, rows: List[Tensor], layer_weights: List[Tensor], g: List[Tensor], saved: List[Dict[str, Tensor]]) -> List[Tensor]:
    L = self.layers
    at = 5 * L + torch.len(rows) - 1
    resid_lambdas, x0_lambdas = self.to_floats(layer_weights[at]), self.to_floats(layer_weights[at + 1])
    ends = torch.pop(saved)
    first, middle = ends["first"], ends["middle"]
    dx = self.norm_back(dstates, ends["x"], ends["lengths"], 1.)
    dmiddle = torch.mul(dx, -self.to_floats(layer_weights[at + 4])[0])
    _0 = torch.sub_(g[at + 4], self.dot(dx, middle))
    dfirst = torch.zeros_like(first)
    drows = annotate(List[Tensor], [])
    for j in range(L):
      i = L - 1 - j
      w, sums = torch.slice(layer_weights, 5 * i, 5 * i + 5), torch.slice(g, 5 * i, 5 * i + 5)
      gates, gates_g, values = w[0], w[0], rows[0]
      if self.has_values(i):
        gates, gates_g, values = layer_weights[5 * L + i // 2], g[5 * L + i // 2], rows[1 + i // 2]
      if i == L // 2:
        dx = dx + dmiddle
      # What a layer saved is freed with it.
      layer_saved = torch.pop(saved)
      dx = self.mlp_back(dx, w, sums, layer_saved)
      dx, dvalues = self.attention_back(dx, w, sums, gates, gates_g, values, i, layer_saved)
      if self.has_values(i):
        _1 = torch.insert(drows, 0, dvalues)
      _2 = torch.add_(torch.select(g[at], 0, i), self.dot(dx, layer_saved["x"]))
      _3 = torch.add_(torch.select(g[at + 1], 0, i), self.dot(dx, first))
      _4 = torch.add_(dfirst, dx, alpha=x0_lambdas[i])
      dx = torch.mul(dx, resid_lambdas[i])
    row = torch.reshape(rows[0], [-1, self.width])
    dinput = torch.reshape(torch.add_(dfirst, dx), torch.size(rows[0]))
    dnormed = self.smear_back(dinput, ends["row_normed"], layer_weights[at + 2], layer_weights[at + 3], g[at + 2], g[at + 3])
    drow = self.norm_back(torch.reshape(dnormed, [-1, self.width]), row, ends["row_lengths"], 1.)
    return [torch.reshape(drow, torch.size(rows[0]))] + drows

  # The state of a sequence being decoded: keys and values, and the last token's embedding for the smear.
  def new_sequence(self) -> List[Tensor]:
    last = torch.zeros([1, 1, self.width], dtype=self.compute, device=ops.prim.device(self.device_probe))
    return [self.new_cache(), last]

  # ----------------------------------------------------------------------------------------------------------- loss

  # States [n, D] to logits [n, V] in fp32: y = cap tanh(z / cap).
  def logits(self, states: Tensor) -> Tensor:
    z = torch.to(self.linear(states, self.compute_weights["head"]), 6)
    return torch.mul_(torch.tanh_(torch.mul_(z, 1. / self.soft_cap())), self.soft_cap())

  # Of states [n, D] and targets [n]: the sum of nats, and the slope of each token's nats by its logits before the cap
  # [n, V], when that is wanted. A target of -1 counts nothing in the sum.
  #
  # With t = tanh(z / cap) and y = cap t:  dy/dz = 1 - t^2  and  dnats/dy = softmax(y) - onehot. Written out, because
  # autograd takes twice as many passes over [n, V], and these are most of the work of a narrow model; so few rows at a
  # time that they stay in the cache from one pass to the next. The cap keeps every probability above exp(-2 cap) / V, so
  # that its logarithm may be taken after the softmax without harm.
  def cross_entropy(self, states: Tensor, targets: Tensor, train: bool) -> Tuple[Tensor, Tensor]:
    z = self.linear(states, self.compute_weights["head"])                                  # [n, V]
    nats = torch.zeros([], dtype=7, device=ops.prim.device(z))
    for lo, hi in self.row_blocks(z):
      part_targets, part = torch.slice(targets, 0, lo, hi), torch.slice(z, 0, lo, hi)
      wanted = torch.unsqueeze(torch.clamp(part_targets, 0), 1)                            # [rows, 1]
      counts = torch.unsqueeze(torch.ge(part_targets, 0), 1)                               # [rows, 1]
      t = torch.tanh(torch.mul(torch.to(part, 6), 1. / self.soft_cap()))                   # [rows, V]
      p = torch.mul(t, self.soft_cap())
      p = torch._softmax(p, -1, False, out=p)                                              # [rows, V]
      logs = torch.where(counts, torch.log(torch.gather(p, 1, wanted)), 0.)
      nats = nats - torch.sum(logs, dtype=7)
      if train:
        _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
        if self.gpu:
          # One part, all of z.
          z = torch.to(torch.mul(p, torch.rsub(torch.mul(t, t), 1.)), self.compute)
        else:
          _1 = torch.copy_(part, torch.tanh_backward(p, t, grad_input=p))
    return (nats, z)
