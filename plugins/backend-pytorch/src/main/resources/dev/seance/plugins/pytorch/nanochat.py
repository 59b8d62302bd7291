# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# The nanochat model of March 2026, as a TorchScript program: what is special about this architecture. Java appends
# language_model.py, which is the rest of this class: losses, learning, decoding. Start reading at `trunk`.
#
# The architecture: embedding, RMSNorm without weights (https://arxiv.org/abs/1910.07467) before every block and at both
# ends, rotary positions (https://arxiv.org/abs/2104.09864), normalised queries and keys
# (https://arxiv.org/abs/2010.04245), causal attention in windows, relu squared MLP (https://arxiv.org/abs/2109.08668), no
# biases, a head of its own, logits capped by a tanh (https://arxiv.org/abs/2408.00118); and of the modded-nanogpt
# speedruns: values that take in an embedding of the token (https://arxiv.org/abs/2410.17897), scales for the stream and
# for the embedded tokens in every layer, embeddings smeared over neighbours, the middle layer taken out at the end.
#
# Dimensions in the shapes below:
#   B  rows of the batch          D  width of the model           L  layers
#   T  tokens of a row            H  heads                        V  entries of the vocabulary
#   N  B * T                      G  heads of keys and values     P  tokens already in the cache
#   n  rows of a chunk of N       K  width of a head, D / H       F  inner width of the MLP
#   M  layers that add an embedding to their values: every other one, the last among them
#   c  channels that a gate of these looks at                     s  channels that the smear's gate looks at

class Nanochat(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # ------------------------------------------------------------------------------------------------------ constants

  # Base of the rotary angles: nanochat's, ten times that of Su et al. 2021 for its longer contexts.
  def rope_base(self) -> float:
    return 100000.

  # Of halves (a, b) of a head, nanochat makes (a cos + b sin, b cos - a sin): it turns clockwise.
  def rope_direction(self) -> float:
    return -1.

  # Queries and keys have unit mean square, so that a score cannot exceed sqrt(K). Each is taken 1.2 times for sharper
  # attention; the product is the scale of the scores.
  def score_scale(self) -> float:
    return 1.2 * 1.2 / torch.sqrt(self.width // self.heads)

  # Where logits saturate: nanochat's, half of what Gemma 2 uses.
  def soft_cap(self) -> float:
    return 15.

  # Gates of value embeddings reach from 0 to this: neutral is half of it.
  def gate_range(self) -> float:
    return 3.

  def has_values(self, layer: int) -> bool:
    return layer % 2 == (self.layers - 1) % 2

  # Tables that tokens are looked up in.
  def lookups(self) -> List[str]:
    return ["embedding", "value_embeddings"]

  # What makes logits of states.
  def head(self) -> str:
    return "head"

  # -------------------------------------------------------------------------------------------------------- weights

  # Weights by a seed, as nanochat draws them: matrices uniform with deviation 1 / sqrt(D), less for the MLP, both
  # projections into the residual stream zero, gates slightly open, the smear none at first, the head so small that the
  # first loss is ln V. Drawn on the CPU from a generator of its own, so that a seed means the same on every device.
  def draw(self, seed: Tensor) -> Tensor:
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
    w["residual_scales"] = torch.add(torch.mul(depth, -0.10), 1.15)
    w["input_scales"] = torch.add(torch.mul(depth, -0.15), 0.20)
    w["smear_gate"] = self.uniform([ops.prim.min(24, D)], 0., 0.02, g)
    w["smear_scale"] = torch.zeros([1])
    w["backout_scale"] = torch.full([1], 0.2)
    return self.adopt(w)

  # What gradients are taken with respect to, besides rows of tables. First five matrices a layer, as views: with respect
  # to these autograd need not stack gradients over layers. Then M gates, and the five vectors.
  def leaves(self, of: Dict[str, Tensor]) -> List[Tensor]:
    turned = self.width // self.heads * (self.heads + self.kv_heads)
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      qk, v = torch.slice(qkv, 0, 0, turned), torch.slice(qkv, 0, turned)
      rest = [torch.select(of["attention_out"], 0, i), torch.select(of["mlp_in"], 0, i), torch.select(of["mlp_out"], 0, i)]
      for w in [qk, v] + rest:
        _0 = torch.append(out, torch.detach(w))
    for gate in torch.unbind(of["value_gates"], 0):
      _1 = torch.append(out, torch.detach(gate))
    for name in ["residual_scales", "input_scales", "smear_gate", "smear_scale", "backout_scale"]:
      _2 = torch.append(out, torch.detach(of[name]))
    return out

  # -------------------------------------------------------------------------------------------------------- forward

  # x [..., D] with root mean square 1 along its last dimension.
  #
  # The kernel of weight normalisation (v -> g v / |v|, row by row) with g = sqrt(D) is exactly this, and it is fused
  # both ways where rms_norm is a chain of operators: 0.49 ms against 3.36 for [2048, 256] with its gradient. There is
  # no epsilon, because no row is zero: rows begin as an embedding. In bf16 sqrt(D) itself is rounded, which scales all
  # by one factor within 0.2 % of 1.
  def norm(self, x: Tensor) -> Tensor:
    rows = torch.reshape(x, [-1, torch.size(x, -1)])
    length = torch.sqrt(torch.size(x, -1))
    scale = torch.full([torch.size(rows, 0), 1], length, dtype=self.compute, device=ops.prim.device(x))
    y, lengths = torch._weight_norm_interface(rows, scale, 0)
    return torch.reshape(y, torch.size(x))

  # Adds to each token of x [B, T, D] some of the one before it, by a gate that looks at s of its own channels. A text
  # being decoded keeps its last token, [1, 1, D], as it was before; the first token has none before it.
  def smear(self, x: Tensor, gate: Tensor, scale: Tensor, text: List[Tensor]) -> Tensor:
    before = torch.zeros_like(torch.slice(x, 1, 0, 1))                                     # [B, 1, D]
    if torch.len(text) > 0:
      before = torch.clone(text[1])
      _0 = torch.copy_(text[1], torch.slice(x, 1, -1))
    shifted = torch.cat([before, torch.slice(x, 1, 0, -1)], 1)                             # [B, T, D]
    looked = torch.matmul(torch.slice(x, 2, 0, torch.size(gate, 0)), torch.to(gate, self.compute))
    share = torch.select(scale, 0, 0) * torch.sigmoid(looked)                              # [B, T]
    return torch.addcmul(x, torch.unsqueeze(share, -1), shifted)

  # Attention of T new tokens, n [B, T, D], normalised. `values` [B, T, G * K] are what the tokens add to their values, by
  # gates [G, c]; layers without them get empty tensors.
  def attention(self, n: Tensor, qk: Tensor, v: Tensor, gates: Tensor, values: Tensor, layer: int, masks: Dict[int, Tensor], text: List[Tensor], start: int) -> Tensor:
    B, T, D = torch.size(n)
    H, G = self.heads, self.kv_heads
    K = D // H
    # Rotation keeps lengths, so normalising may come first, where each head is contiguous.
    turned = self.rotate(self.norm(torch.reshape(torch.linear(n, qk), [B, T, H + G, K])), start)
    queries, keys = torch.slice(turned, 2, 0, H), torch.slice(turned, 2, H, H + G)
    mixed = torch.reshape(torch.linear(n, v), [B, T, G, K])
    if self.has_values(layer):
      looked = torch.linear(torch.slice(n, 2, 0, torch.size(gates, 1)), gates)
      open = torch.mul(torch.sigmoid(looked), self.gate_range())                           # [B, T, G]
      mixed = torch.addcmul(mixed, torch.unsqueeze(open, -1), torch.reshape(values, [B, T, G, K]))
    return self.attend(queries, keys, mixed, layer, masks, text, start)

  # Rows of the tables for tokens [B, T] to the states that the head sees, [B, T, D]. The rows are one of the embedding,
  # [B, T, D], and M of the value embeddings, [B, T, G * K]. A text being decoded is its cache and its last token.
  def trunk(self, rows: List[Tensor], leaves: List[Tensor], text: List[Tensor], start: int) -> Tensor:
    L = self.layers
    M = torch.len(rows) - 1
    vectors = torch.slice(leaves, 5 * L + M)
    residual, input = torch.unbind(vectors[0], 0), torch.unbind(vectors[1], 0)
    masks = self.masks(torch.size(rows[0], 1), start)
    x = self.smear(self.norm(rows[0]), vectors[2], vectors[3], text)
    first, middle = x, x
    for i in range(L):
      qk, v, out = leaves[5 * i], leaves[5 * i + 1], leaves[5 * i + 2]
      up, down = leaves[5 * i + 3], leaves[5 * i + 4]
      gates, values = qk, qk
      if self.has_values(i):
        gates, values = leaves[5 * L + i // 2], rows[1 + i // 2]
      x = residual[i] * x + input[i] * first
      x = x + torch.linear(self.attention(self.norm(x), qk, v, gates, values, i, masks, text, start), out)
      inner = torch.square(torch.relu(torch.linear(self.norm(x), up)))                     # [B, T, F]
      x = x + torch.linear(inner, down)
      if i == L // 2:
        middle = x
    return self.norm(x - torch.select(vectors[4], 0, 0) * middle)

  # What decoding keeps of a text: keys and values, and the last token's embedding for the smear.
  def new_text(self) -> List[Tensor]:
    last = torch.zeros([1, 1, self.width], dtype=self.compute, device=ops.prim.device(self.place))
    return [self.new_cache(), last]

  # ----------------------------------------------------------------------------------------------------------- loss

  # States [n, D] to logits before the cap, over the cap: [n, V] in fp32, and then y = cap tanh of it.
  def uncapped(self, states: Tensor) -> Tensor:
    return torch.mul_(torch.to(torch.linear(states, self.working["head"]), 6), 1. / self.soft_cap())

  def logits(self, states: Tensor) -> Tensor:
    return torch.mul(torch.tanh(self.uncapped(states)), self.soft_cap())

  # Of states [n, D] and targets [n]: the sum of nats, and the slope of each token's nats by its logits before the cap
  # [n, V], when that is wanted. A target of -1 counts nothing in the sum.
  #
  # With t = tanh(z / cap) and y = cap t:  dy/dz = 1 - t^2  and  dnats/dy = softmax(y) - onehot. Written out, because
  # autograd takes twice as many passes over [n, V], and these are most of the work of a narrow model. The cap keeps
  # every probability above exp(-2 cap) / V, so that its logarithm may be taken after the softmax without harm.
  def cross_entropy(self, states: Tensor, targets: Tensor, learn: bool) -> Tuple[Tensor, Tensor]:
    wanted = torch.unsqueeze(torch.clamp(targets, 0), 1)                                   # [n, 1]
    counts = torch.unsqueeze(torch.ge(targets, 0), 1)                                      # [n, 1]
    t = torch.tanh_(self.uncapped(states))
    p = torch.softmax(t * self.soft_cap(), -1)                                             # [n, V]
    logs = torch.where(counts, torch.log(torch.gather(p, 1, wanted)), 0.)
    if learn:
      _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
      t = torch.tanh_backward(p, t)
    return (torch.neg(torch.sum(logs, dtype=7)), t)
