# A small GPT-NeoX: what is special about it. The backend appends the rest of this class.
class Neox(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # The setting of the family.
  norm_epsilon : float

  def rope_base(self) -> float:
    return 10000.

  def rope_direction(self) -> float:
    return 1.

  def score_scale(self) -> float:
    return 1. / torch.sqrt(self.width // self.heads)

  def embedding_tables(self) -> List[str]:
    return ["embedding"]

  def head(self) -> str:
    return "head"

  def init_weights(self, seed: Tensor) -> Tensor:
    V, D, L, F = self.vocabulary, self.width, self.layers, self.mlp_width
    g = torch.Generator(device=torch.device("cpu"), seed=int(seed))
    w = annotate(Dict[str, Tensor], {})
    w["embedding"] = torch.normal(0., 0.02, [V, D], generator=g)
    w["head"] = torch.normal(0., 0.02, [V, D], generator=g)
    w["attention_qkv"] = torch.normal(0., 0.02, [L, 3 * D, D], generator=g)
    w["attention_out"] = torch.normal(0., 0.02, [L, D, D], generator=g)
    w["mlp_in"] = torch.normal(0., 0.02, [L, F, D], generator=g)
    w["mlp_out"] = torch.normal(0., 0.02, [L, D, F], generator=g)
    for name in ["attention", "mlp"]:
      w[name + "_norm"] = torch.ones([L, D])
      w[name + "_bias"] = torch.zeros([L, D])
    w["final_norm"] = torch.ones([D])
    w["final_bias"] = torch.zeros([D])
    return self.load_state(w)

  # Nine tensors a layer, and the last norm's two.
  def layer_weights(self, of: Dict[str, Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      for w in [torch.slice(qkv, 0, 0, 2 * self.width), torch.slice(qkv, 0, 2 * self.width)]:
        _0 = torch.append(out, torch.detach(w))
      for name in ["attention_out", "mlp_in", "mlp_out", "attention_norm", "attention_bias", "mlp_norm", "mlp_bias"]:
        _1 = torch.append(out, torch.detach(torch.select(of[name], 0, i)))
    for name in ["final_norm", "final_bias"]:
      _2 = torch.append(out, torch.detach(of[name]))
    return out

  def norm(self, x: Tensor, weight: Tensor, bias: Tensor, name: str, saved: Dict[str, Tensor]) -> Tensor:
    y, mean, rstd = torch.native_layer_norm(x, [self.width], torch.to(weight, self.compute), torch.to(bias, self.compute), self.norm_epsilon)
    saved[name + "_x"], saved[name + "_mean"], saved[name + "_rstd"] = x, mean, rstd
    return y

  def norm_back(self, dy: Tensor, weight: Tensor, bias: Tensor, g: Tensor, g_bias: Tensor, name: str, saved: Dict[str, Tensor]) -> Tensor:
    dx, dweight, dbias = torch.native_layer_norm_backward(dy, saved[name + "_x"], [self.width], saved[name + "_mean"], saved[name + "_rstd"], torch.to(weight, self.compute), torch.to(bias, self.compute), [True, True, True])
    _0 = torch.add_(g, dweight)
    _1 = torch.add_(g_bias, dbias)
    return dx

  def attention(self, x: Tensor, B: int, T: int, w: List[Tensor], layer: int, masks: Dict[int, Tensor], sequence: List[Tensor], start: int, train: bool, saved: Dict[str, Tensor]) -> Tensor:
    H = self.heads
    K = self.width // H
    n = self.norm(x, w[5], w[6], "attention", saved)
    heads = torch.transpose(torch.reshape(self.linear(n, w[0]), [B, T, 2 * H, K]), 1, 2)
    queries = torch.empty([B, H, T, K], dtype=self.compute, device=ops.prim.device(x))
    keys = torch.empty([B, H, T, K], dtype=self.compute, device=ops.prim.device(x))
    self.rotate(torch.slice(heads, 1, 0, H), queries, start, 1.)
    self.rotate(torch.slice(heads, 1, H, 2 * H), keys, start, 1.)
    values = torch.transpose(torch.reshape(self.linear(n, w[1]), [B, T, H, K]), 1, 2)
    y = self.attend(queries, keys, values, layer, masks, sequence, start, train, saved)
    saved["attention_n"], saved["attended"] = n, y
    return torch.add(x, self.linear(y, w[2]))

  def attention_back(self, dx: Tensor, B: int, T: int, w: List[Tensor], g: List[Tensor], layer: int, saved: Dict[str, Tensor]) -> Tensor:
    H = self.heads
    K = self.width // H
    n = saved["attention_n"]
    dy = self.linear_back(dx, saved["attended"], w[2], g[2])
    dqueries, dkeys, dvalues = self.attend_back(dy, layer, saved)
    dheads = torch.empty([B, T, 2 * H, K], dtype=self.compute, device=ops.prim.device(dx))
    turned = torch.transpose(dheads, 1, 2)
    self.rotate(dqueries, torch.slice(turned, 1, 0, H), 0, -1.)
    self.rotate(dkeys, torch.slice(turned, 1, H, 2 * H), 0, -1.)
    dn = self.linear_back(torch.reshape(dheads, [B * T, 2 * H * K]), n, w[0], g[0])
    dvalues = torch.reshape(torch.transpose(dvalues, 1, 2), [B * T, H * K])
    dn = torch.add_(dn, self.linear_back(dvalues, n, w[1], g[1]))
    return torch.add_(self.norm_back(dn, w[5], w[6], g[5], g[6], "attention", saved), dx)

  def mlp(self, x: Tensor, w: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    n = self.norm(x, w[7], w[8], "mlp", saved)
    z = self.linear(n, w[3])
    inner = torch.gelu(z)
    saved["mlp_n"], saved["z"], saved["inner"] = n, z, inner
    return torch.add(x, self.linear(inner, w[4]))

  def mlp_back(self, dx: Tensor, w: List[Tensor], g: List[Tensor], saved: Dict[str, Tensor]) -> Tensor:
    dinner = self.linear_back(dx, saved["inner"], w[4], g[4])
    dz = torch.gelu_backward(dinner, saved["z"])
    dn = self.linear_back(dz, saved["mlp_n"], w[3], g[3])
    return torch.add_(self.norm_back(dn, w[7], w[8], g[7], g[8], "mlp", saved), dx)

  def trunk(self, rows: List[Tensor], layer_weights: List[Tensor], sequence: List[Tensor], start: int, train: bool, saved: List[Dict[str, Tensor]]) -> Tensor:
    B, T, D = torch.size(rows[0])
    x = torch.reshape(rows[0], [-1, D])
    masks = self.masks(T, start)
    for i in range(self.layers):
      w = torch.slice(layer_weights, 9 * i, 9 * i + 9)
      layer_saved = annotate(Dict[str, Tensor], {})
      x = self.attention(x, B, T, w, i, masks, sequence, start, train, layer_saved)
      x = self.mlp(x, w, layer_saved)
      if train:
        _0 = torch.append(saved, layer_saved)
    end = annotate(Dict[str, Tensor], {})
    states = self.norm(x, layer_weights[9 * self.layers], layer_weights[9 * self.layers + 1], "final", end)
    _1 = torch.append(saved, end)
    return states

  def backward(self, dstates: Tensor, rows: List[Tensor], layer_weights: List[Tensor], g: List[Tensor], saved: List[Dict[str, Tensor]]) -> List[Tensor]:
    B, T, D = torch.size(rows[0])
    last = 9 * self.layers
    dx = self.norm_back(dstates, layer_weights[last], layer_weights[last + 1], g[last], g[last + 1], "final", torch.pop(saved))
    for j in range(self.layers):
      i = self.layers - 1 - j
      w, sums = torch.slice(layer_weights, 9 * i, 9 * i + 9), torch.slice(g, 9 * i, 9 * i + 9)
      layer_saved = torch.pop(saved)
      dx = self.mlp_back(dx, w, sums, layer_saved)
      dx = self.attention_back(dx, B, T, w, sums, i, layer_saved)
    return [torch.reshape(dx, [B, T, D])]

  def new_sequence(self) -> List[Tensor]:
    return [self.new_cache()]

  def logits(self, states: Tensor) -> Tensor:
    return torch.to(self.linear(states, self.compute_weights["head"]), 6)

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
