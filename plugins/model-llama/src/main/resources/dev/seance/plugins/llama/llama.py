# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# The design of Llama 2 (https://arxiv.org/abs/2307.09288), as a TorchScript program: what is special about this
# architecture. Java appends language_model.py, which is the rest of this class: loss, training, decoding. Start reading
# at `trunk`.
#
# The architecture: embedding, RMSNorm with weights (https://arxiv.org/abs/1910.07467) before every block and at the end,
# rotary positions (https://arxiv.org/abs/2104.09864), causal attention whose queries may share keys and values
# (https://arxiv.org/abs/2305.13245), SwiGLU (https://arxiv.org/abs/2002.05202), no biases, a head that is tied to the
# embedding or not. Weights are laid out as other programs expect them, so that an export only renames.
#
# Dimensions in the shapes below:
#   B  sequences of the batch     D  width of the model           L  layers
#   T  tokens of a sequence       H  heads                        V  entries of the vocabulary
#   N  B * T                      G  heads of keys and values     P  tokens already in the cache
#   n  rows of a chunk of N       K  width of a head, D / H       F  inner width of the MLP

class Llama(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ------------------------------------------------------------------------------------------------------ constants

  # Base of the rotary angles, as in Su et al. 2021.
  def rope_base(self) -> float:
    return 10000.

  # Of halves (a, b) of a head, Hugging Face's Llama makes (a cos - b sin, b cos + a sin): it rotates counterclockwise.
  def rope_direction(self) -> float:
    return 1.

  def score_scale(self) -> float:
    return 1. / torch.sqrt(self.width // self.heads)

  # Keeps a norm of small numbers finite. The embedding's are small: without it they would come out 1 % larger.
  def epsilon(self) -> float:
    return 1e-5

  # Embedding tables.
  def embedding_tables(self) -> List[str]:
    return ["embedding"]

  # The output matrix: that of a tied model is its embedding.
  def head(self) -> str:
    name = "head"
    if self.tied:
      name = "embedding"
    return name

  # -------------------------------------------------------------------------------------------------------- weights

  # Fresh weights by a seed: normal with deviation 0.02, less for the projections into the residual stream, which 2 L of them
  # add to (as in GPT-2). Drawn on the CPU from a generator of its own, so that a seed means the same on every device.
  def init_weights(self, seed: Tensor) -> Tensor:
    V, D, L, F = self.vocabulary, self.width, self.layers, self.mlp_width
    kv = D // self.heads * self.kv_heads
    g = torch.Generator(device=torch.device("cpu"), seed=int(seed))
    less = 0.02 / torch.sqrt(2 * L)
    w = annotate(Dict[str, Tensor], {})
    w["embedding"] = torch.normal(0., 0.02, [V, D], generator=g)
    if not self.tied:
      w["head"] = torch.normal(0., 0.02, [V, D], generator=g)
    w["attention_qkv"] = torch.normal(0., 0.02, [L, D + 2 * kv, D], generator=g)
    w["attention_out"] = torch.normal(0., less, [L, D, D], generator=g)
    w["mlp_gate"] = torch.normal(0., 0.02, [L, F, D], generator=g)
    w["mlp_in"] = torch.normal(0., 0.02, [L, F, D], generator=g)
    w["mlp_out"] = torch.normal(0., less, [L, D, F], generator=g)
    w["attention_norm"] = torch.ones([L, D])
    w["mlp_norm"] = torch.ones([L, D])
    w["final_norm"] = torch.ones([D])
    return self.load_state(w)

  # Compute weights or their gradients, as views, without the embedding: eight tensors a layer, and the last norm.
  def layer_weights(self, of: Dict[str, Tensor]) -> List[Tensor]:
    qk_rows = self.width // self.heads * (self.heads + self.kv_heads)
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      for w in [torch.slice(qkv, 0, 0, qk_rows), torch.slice(qkv, 0, qk_rows)]:
        _0 = torch.append(out, torch.detach(w))
      for name in ["attention_out", "mlp_gate", "mlp_in", "mlp_out", "attention_norm", "mlp_norm"]:
        _1 = torch.append(out, torch.detach(torch.select(of[name], 0, i)))
    _2 = torch.append(out, torch.detach(of["final_norm"]))
    return out

  # -------------------------------------------------------------------------------------------------------- forward

  # RMSNorm: x [N, D], each row with root mean square 1, times weights [D]. Saves, by the name of the norm, what its
  # derivative needs; the length of a row includes epsilon.
  def norm(self, x: Tensor, weight: Tensor, name: str, saved: Dict[str, Tensor]) -> Tensor:
    bare = torch.linalg_vector_norm(x, 2, [-1], True, dtype=6)                             # [N, 1]
    lengths = torch.sqrt(torch.add(torch.square(bare), self.epsilon() * self.width))
    # The kernel of weight normalisation, v -> g v / |v| row by row, is fused where rms_norm is a chain of operators.
    unit = torch.to(torch.mul(bare / lengths, torch.sqrt(self.width)), self.compute)
    normed, unused = torch._weight_norm_interface(x, unit, 0)
    saved[name + "_x"], saved[name + "_normed"], saved[name + "_lengths"] = x, normed, lengths
    return torch.mul(normed, torch.to(weight, self.compute))

  # The gradient of x; adds to that of the weight, g [D].
  def norm_back(self, dy: Tensor, weight: Tensor, g: Tensor, name: str, saved: Dict[str, Tensor]) -> Tensor:
    _0 = torch.add_(g, torch.sum(torch.mul(dy, saved[name + "_normed"]), [0], dtype=6))
    lengths = saved[name + "_lengths"]
    unit = torch.full_like(lengths, torch.sqrt(self.width), dtype=self.compute)
    # That of g v / |v| by v holds for |v| with an epsilon too.
    dx, unused = torch._weight_norm_interface_backward(torch.mul(dy, torch.to(weight, self.compute)), saved[name + "_x"], unit, lengths, 0)
    return dx

  # x [N, D] plus its attention, of B rows of T tokens.
  def attention(self, x: Tensor, B: int, T: int, w: List[Tensor], layer: int, masks: Dict[int, Tensor], sequence: List[Tensor], start: int, train: bool, saved: Dict[str, Tensor]) -> Tensor:
    H, G = self.heads, self.kv_heads
    K = self.width // H
    n = self.norm(x, w[6], "attention", saved)
    heads = torch.transpose(torch.reshape(self.linear(n, w[0]), [B, T, H + G, K]), 1, 2)  # [B, H+G, T, K]
    queries = torch.empty([B, H, T, K], dtype=self.compute, device=ops.prim.device(x))
    keys = torch.empty([B, G, T, K], dtype=self.compute, device=ops.prim.device(x))
    self.rotate(torch.slice(heads, 1, 0, H), queries, start, 1.)
    self.rotate(torch.slice(heads, 1, H, H + G), keys, start, 1.)
    values = torch.transpose(torch.reshape(self.linear(n, w[1]), [B, T, G, K]), 1, 2)
    y = self.attend(queries, keys, values, layer, masks, sequence, start, train, saved)
    saved["attention_n"], saved["attended"] = n, y
    return torch.add(x, self.linear(y, w[2]))

  def attention_back(self, dx: Tensor, B: int, T: int, w: List[Tensor], g: List[Tensor], layer: int, saved: Dict[str, Tensor]) -> Tensor:
    H, G = self.heads, self.kv_heads
    K = self.width // H
    n = saved["attention_n"]
    dy = self.linear_back(dx, saved["attended"], w[2], g[2])                               # [N, D]
    dqueries, dkeys, dvalues = self.attend_back(dy, layer, saved)                          # [B, H or G, T, K]
    dheads = torch.empty([B, T, H + G, K], dtype=self.compute, device=ops.prim.device(dx))
    dheads_t = torch.transpose(dheads, 1, 2)                                               # [B, H+G, T, K]
    self.rotate(dqueries, torch.slice(dheads_t, 1, 0, H), 0, -1.)
    self.rotate(dkeys, torch.slice(dheads_t, 1, H, H + G), 0, -1.)
    dn = self.linear_back(torch.reshape(dheads, [B * T, (H + G) * K]), n, w[0], g[0])      # [N, D]
    dvalues = torch.reshape(torch.transpose(dvalues, 1, 2), [B * T, G * K])
    dn = self.linear_back_add(dvalues, n, w[1], g[1], dn)
    return torch.add_(self.norm_back(dn, w[6], g[6], "attention", saved), dx)

  # x [N, D] plus the output of its MLP.
  def mlp(self, x: Tensor, w: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    n = self.norm(x, w[7], "mlp", saved)
    z, up = self.linear(n, w[3]), self.linear(n, w[4])                                   # [N, F]
    gate = torch.silu(z)
    inner = gate * up
    saved["mlp_n"], saved["z"], saved["up"], saved["gate"], saved["inner"] = n, z, up, gate, inner
    return torch.add(x, self.linear(inner, w[5]))

  def mlp_back(self, dx: Tensor, w: List[Tensor], g: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    n = saved["mlp_n"]
    dinner = self.linear_back(dx, saved["inner"], w[5], g[5])                              # [N, F]
    dn = self.linear_back(torch.mul(dinner, saved["gate"]), n, w[4], g[4])                 # [N, D]
    dz = torch.silu_backward(torch.mul_(dinner, saved["up"]), saved["z"])                  # [N, F]
    dn = self.linear_back_add(dz, n, w[3], g[3], dn)
    return torch.add_(self.norm_back(dn, w[7], g[7], "mlp", saved), dx)

  # Rows of the embedding for tokens, [B, T, D], to the states that the head sees, [N, D]. A sequence being decoded is its
  # cache. In training, `saved` fills with what `backward` needs: a dictionary a layer, and one more.
  def trunk(self, rows: List[Tensor], layer_weights: List[Tensor], sequence: List[Tensor], start: int, train: bool, saved: List[Dict[str, Tensor]]) -> Tensor:
    B, T, D = torch.size(rows[0])
    x = torch.reshape(rows[0], [-1, D])
    masks = self.masks(T, start)
    for i in range(self.layers):
      w = torch.slice(layer_weights, 8 * i, 8 * i + 8)
      layer_saved = annotate(Dict[str, Tensor], {})
      x = self.attention(x, B, T, w, i, masks, sequence, start, train, layer_saved)
      x = self.mlp(x, w, layer_saved)
      if train:
        _0 = torch.append(saved, layer_saved)
    end = annotate(Dict[str, Tensor], {})
    states = self.norm(x, layer_weights[8 * self.layers], "final", end)
    _1 = torch.append(saved, end)
    return states

  # Of the gradient of states [N, D]: adds to those of the weights, g as `layer_weights`, and returns those of the rows.
  def backward(self, dstates: Tensor, rows: List[Tensor], layer_weights: List[Tensor], g: List[Tensor], saved: List[Dict[str, Tensor]]) -> List[Tensor]:
    B, T, D = torch.size(rows[0])
    last = 8 * self.layers
    dx = self.norm_back(dstates, layer_weights[last], g[last], "final", torch.pop(saved))
    for j in range(self.layers):
      i = self.layers - 1 - j
      w, sums = torch.slice(layer_weights, 8 * i, 8 * i + 8), torch.slice(g, 8 * i, 8 * i + 8)
      # What a layer saved is freed with it.
      layer_saved = torch.pop(saved)
      dx = self.mlp_back(dx, w, sums, layer_saved)
      dx = self.attention_back(dx, B, T, w, sums, i, layer_saved)
    return [torch.reshape(dx, [B, T, D])]

  # The state of a sequence being decoded: keys and values.
  def new_sequence(self) -> List[Tensor]:
    return [self.new_cache()]

  # ----------------------------------------------------------------------------------------------------------- loss

  # States [n, D] to logits [n, V] in fp32.
  def logits(self, states: Tensor) -> Tensor:
    return torch.to(self.linear(states, self.compute_weights[self.head()]), 6)

  # Of states [n, D] and targets [n]: the sum of nats, and the slope of each token's nats by its logits, softmax less
  # onehot [n, V], when that is wanted. A target of -1 counts nothing in the sum.
  #
  # A probability may be too small for fp32, so that its logarithm is computed from the greatest one, which is 1 / V at
  # least: log p = z - max z + log max p. That spares another pass over [n, V] with exponentials. So few rows at a time that
  # they stay in the cache from one pass to the next.
  def cross_entropy(self, states: Tensor, targets: Tensor, train: bool) -> Tuple[Tensor, Tensor]:
    z = self.linear(states, self.compute_weights[self.head()])                             # [n, V]
    nats = torch.zeros([], dtype=7, device=ops.prim.device(z))
    for lo, hi in self.row_blocks(z):
      part_targets, part = torch.slice(targets, 0, lo, hi), torch.slice(z, 0, lo, hi)
      wanted = torch.unsqueeze(torch.clamp(part_targets, 0), 1)                            # [rows, 1]
      counts = torch.unsqueeze(torch.ge(part_targets, 0), 1)                               # [rows, 1]
      y = torch.to(part, 6)                                                                # [rows, V]
      p = torch.softmax(y, -1)                                                             # [rows, V]
      top = torch.sub(torch.amax(y, [1], True), torch.log(torch.amax(p, [1], True)))       # [rows, 1]
      logs = torch.where(counts, torch.gather(y, 1, wanted) - top, 0.)
      nats = nats - torch.sum(logs, dtype=7)
      if train:
        _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
        _1 = torch.copy_(part, p)
    return (nats, z)
