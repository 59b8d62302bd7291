# Layers x + out(gelu(in(x))) between two tables. The backend appends the rest of this class, and calls what is defined here.
# Dimensions: B sequences, T tokens, N = B * T, D width, L layers, F inner width, V vocabulary.
class ${type}(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool

  # Of attention, which this model has none of; the class asks all the same.
  def rope_base(self) -> float:
    return 10000.

  def rope_direction(self) -> float:
    return 1.

  def score_scale(self) -> float:
    return 1.

  def embedding_tables(self) -> List[str]:
    return ["embedding"]

  def head(self) -> str:
    return "head"

  def init_weights(self, seed: Tensor) -> Tensor:
    V, D, L, F = self.vocabulary, self.width, self.layers, self.mlp_width
    g = torch.Generator(device=torch.device("cpu"), seed=int(seed))
    w = annotate(Dict[str, Tensor], {})
    w["embedding"] = torch.normal(0., 0.5, [V, D], generator=g)
    w["head"] = torch.normal(0., 0.02, [V, D], generator=g)
    w["mlp_in"] = torch.normal(0., 0.1, [L, F, D], generator=g)
    w["mlp_out"] = torch.normal(0., 0.02, [L, D, F], generator=g)
    return self.load_state(w)

  # Two tensors a layer.
  def layer_weights(self, of: Dict[str, Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      for name in ["mlp_in", "mlp_out"]:
        _0 = torch.append(out, torch.detach(torch.select(of[name], 0, i)))
    return out

  def trunk(self, rows: List[Tensor], layer_weights: List[Tensor], sequence: List[Tensor], start: int, train: bool, saved: List[Dict[str, Tensor]]) -> Tensor:
    x = torch.reshape(rows[0], [-1, self.width])
    for i in range(self.layers):
      z = self.linear(x, layer_weights[2 * i])
      inner = torch.gelu(z)
      if train:
        _0 = torch.append(saved, {"x": x, "z": z, "inner": inner})
      x = torch.add(x, self.linear(inner, layer_weights[2 * i + 1]))
    return x

  # Backwards through the same layers; each gradient goes into g.
  def backward(self, dstates: Tensor, rows: List[Tensor], layer_weights: List[Tensor], g: List[Tensor], saved: List[Dict[str, Tensor]]) -> List[Tensor]:
    B, T, D = torch.size(rows[0])
    dx = dstates
    for j in range(self.layers):
      i = self.layers - 1 - j
      of = torch.pop(saved)
      dinner = self.linear_back(dx, of["inner"], layer_weights[2 * i + 1], g[2 * i + 1])
      dz = torch.gelu_backward(dinner, of["z"])
      dx = torch.add(dx, self.linear_back(dz, of["x"], layer_weights[2 * i], g[2 * i]))
    return [torch.reshape(dx, [B, T, D])]

  def new_sequence(self) -> List[Tensor]:
    return [self.new_cache()]

  def logits(self, states: Tensor) -> Tensor:
    return torch.to(self.linear(states, self.compute_weights["head"]), 6)

  # The summed loss in nats, and its derivative by the logits. A target below 0 does not count.
  def cross_entropy(self, states: Tensor, targets: Tensor, train: bool) -> Tuple[Tensor, Tensor]:
    z = self.linear(states, self.compute_weights["head"])
    nats = torch.zeros([], dtype=7, device=ops.prim.device(z))
    for lo, hi in self.row_blocks(z):
      part_targets, part = torch.slice(targets, 0, lo, hi), torch.slice(z, 0, lo, hi)
      wanted = torch.unsqueeze(torch.clamp(part_targets, 0), 1)
      counts = torch.unsqueeze(torch.ge(part_targets, 0), 1)
      logs = torch.log_softmax(torch.to(part, 6), -1)
      picked = torch.where(counts, torch.gather(logs, 1, wanted), 0.)
      nats = nats - torch.sum(picked, dtype=7)
      if train:
        p = torch.exp(logs)
        _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
        _1 = torch.copy_(part, p)
    return (nats, z)
