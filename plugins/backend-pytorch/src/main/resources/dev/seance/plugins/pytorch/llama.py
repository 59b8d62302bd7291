# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# The design of Llama 2 (https://arxiv.org/abs/2307.09288), as a TorchScript program: what is special about this
# architecture. Java appends language_model.py, which is the rest of this class: losses, learning, decoding. Start reading
# at `trunk`.
#
# The architecture: embedding, RMSNorm with weights (https://arxiv.org/abs/1910.07467) before every block and at the end,
# rotary positions (https://arxiv.org/abs/2104.09864), causal attention whose queries may share keys and values
# (https://arxiv.org/abs/2305.13245), SwiGLU (https://arxiv.org/abs/2002.05202), no biases, a head of its own or the
# embedding once more. Weights are laid out as other programs know them, so that an export only renames.
#
# Dimensions in the shapes below:
#   B  rows of the batch          D  width of the model           L  layers
#   T  tokens of a row            H  heads                        V  entries of the vocabulary
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

  # Of halves (a, b) of a head, Hugging Face's Llama makes (a cos - b sin, b cos + a sin): it turns counterclockwise.
  def rope_direction(self) -> float:
    return 1.

  def score_scale(self) -> float:
    return 1. / torch.sqrt(self.width // self.heads)

  # Keeps a norm of small numbers finite. The embedding's are small: without it they would come out 1 % larger.
  def epsilon(self) -> float:
    return 1e-5

  # Tables that tokens are looked up in.
  def lookups(self) -> List[str]:
    return ["embedding"]

  # What makes logits of states: tied models have one table for both.
  def head(self) -> str:
    name = "head"
    if self.tied:
      name = "embedding"
    return name

  # -------------------------------------------------------------------------------------------------------- weights

  # Weights by a seed: normal with deviation 0.02, less for the projections into the residual stream, which 2 L of them
  # add to (as in GPT-2). Drawn on the CPU from a generator of its own, so that a seed means the same on every device.
  def draw(self, seed: Tensor) -> Tensor:
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
    return self.adopt(w)

  # What gradients are taken with respect to, besides rows of the embedding: eight tensors a layer, as views, so that
  # autograd need not stack gradients over layers, and the last norm.
  def leaves(self, of: Dict[str, Tensor]) -> List[Tensor]:
    turned = self.width // self.heads * (self.heads + self.kv_heads)
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      for w in [torch.slice(qkv, 0, 0, turned), torch.slice(qkv, 0, turned)]:
        _0 = torch.append(out, torch.detach(w))
      for name in ["attention_out", "mlp_gate", "mlp_in", "mlp_out", "attention_norm", "mlp_norm"]:
        _1 = torch.append(out, torch.detach(torch.select(of[name], 0, i)))
    _2 = torch.append(out, torch.detach(of["final_norm"]))
    return out

  # -------------------------------------------------------------------------------------------------------- forward

  # x [..., D] with root mean square 1 along its last dimension, times weights [D].
  def norm(self, x: Tensor, weight: Tensor) -> Tensor:
    return torch.rms_norm(x, [self.width], torch.to(weight, self.compute), self.epsilon())

  # Attention of T new tokens, n [B, T, D], normalised.
  def attention(self, n: Tensor, qk: Tensor, v: Tensor, layer: int, masks: Dict[int, Tensor], text: List[Tensor], start: int) -> Tensor:
    B, T, D = torch.size(n)
    H, G = self.heads, self.kv_heads
    K = D // H
    turned = self.rotate(torch.reshape(torch.linear(n, qk), [B, T, H + G, K]), start)
    queries, keys = torch.slice(turned, 2, 0, H), torch.slice(turned, 2, H, H + G)
    values = torch.reshape(torch.linear(n, v), [B, T, G, K])
    return self.attend(queries, keys, values, layer, masks, text, start)

  # Rows of the embedding for tokens, [B, T, D], to the states that the head sees, [B, T, D]. A text being decoded is its
  # cache.
  def trunk(self, rows: List[Tensor], leaves: List[Tensor], text: List[Tensor], start: int) -> Tensor:
    x = rows[0]
    masks = self.masks(torch.size(x, 1), start)
    for i in range(self.layers):
      qk, v, out = leaves[8 * i], leaves[8 * i + 1], leaves[8 * i + 2]
      gate, up, down = leaves[8 * i + 3], leaves[8 * i + 4], leaves[8 * i + 5]
      n = self.norm(x, leaves[8 * i + 6])
      x = x + torch.linear(self.attention(n, qk, v, i, masks, text, start), out)
      n = self.norm(x, leaves[8 * i + 7])
      inner = torch.silu(torch.linear(n, gate)) * torch.linear(n, up)                      # [B, T, F]
      x = x + torch.linear(inner, down)
    return self.norm(x, leaves[8 * self.layers])

  # What decoding keeps of a text: keys and values.
  def new_text(self) -> List[Tensor]:
    return [self.new_cache()]

  # ----------------------------------------------------------------------------------------------------------- loss

  # States [n, D] to logits [n, V] in fp32.
  def logits(self, states: Tensor) -> Tensor:
    return torch.to(torch.linear(states, self.working[self.head()]), 6)

  # Of states [n, D] and targets [n]: the sum of nats, and the slope of each token's nats by its logits, softmax less
  # onehot [n, V], when that is wanted. A target of -1 counts nothing in the sum.
  #
  # A probability may be too small for fp32, so that its logarithm is reckoned from the greatest one, which is 1 / V at
  # least: log p = z - max z + log max p. That spares another pass over [n, V] with exponentials.
  def cross_entropy(self, states: Tensor, targets: Tensor, learn: bool) -> Tuple[Tensor, Tensor]:
    wanted = torch.unsqueeze(torch.clamp(targets, 0), 1)                                   # [n, 1]
    counts = torch.unsqueeze(torch.ge(targets, 0), 1)                                      # [n, 1]
    z = self.logits(states)
    p = torch.softmax(z, -1)                                                               # [n, V]
    top = torch.sub(torch.amax(z, [1], True), torch.log(torch.amax(p, [1], True)))         # [n, 1]
    logs = torch.where(counts, torch.gather(z, 1, wanted) - top, 0.)
    if learn:
      _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
    return (torch.neg(torch.sum(logs, dtype=7)), p)
