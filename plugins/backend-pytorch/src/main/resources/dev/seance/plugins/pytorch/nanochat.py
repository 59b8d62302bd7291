# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# The nanochat model, its training step and its decoder, as one TorchScript program. Java fills in the shape, loads it
# through DJL and calls the methods of the last section, one native call each.
#
# The architecture: embedding, RMSNorm without weights (https://arxiv.org/abs/1910.07467) before every block and at both
# ends, rotary positions (https://arxiv.org/abs/2104.09864), normalised queries and keys
# (https://arxiv.org/abs/2010.04245), causal attention, relu squared MLP (https://arxiv.org/abs/2109.08668), no biases, a
# head of its own, logits capped by a tanh (https://arxiv.org/abs/2408.00118).
#
# Dimensions in the shapes below:
#   B  rows of the batch          D  width of the model           L  layers
#   T  tokens of a row            H  heads                        V  entries of the vocabulary
#   N  B * T                      G  heads of keys and values     P  tokens already in the cache
#   n  rows of a chunk of N       K  width of a head, D / H       F  inner width of the MLP
#
# Weights of the layers are stacked, one tensor per kind, [L, out, in]: six tensors in all, so that the optimiser runs a
# handful of large kernels and a checkpoint holds a handful of names.
#
# Precision: `weights` are fp32 and the optimiser sees only these. `working` holds them in the compute precision (bf16 or
# fp32), cast once after an update and not once per micro-batch. Gradients are taken with respect to the working copies
# and summed in fp32. Losses are summed in float64, so that a step may be cut into micro-batches anyhow.
#
# Only `draw` uses random numbers: there is no dropout, so going on with training needs no random state.

class Nanochat(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  # The shape.
  layers : int
  width : int
  heads : int
  kv_heads : int
  mlp_width : int
  vocabulary : int
  context : int
  rope_base : float
  soft_cap : float
  # Type codes of libtorch: 4 is int64, 6 float32, 7 float64, 11 bool, 15 bfloat16.
  compute : int
  # The numbers of logits that exist at one time, n * V; sets the n of cross-entropy.
  chunk : int
  # An empty tensor on the device that everything lives on.
  place : Tensor
  # The state: `means` and `squares` are Adam's moments.
  weights : Dict[str, Tensor]
  working : Dict[str, Tensor]
  gradients : Dict[str, Tensor]
  means : Dict[str, Tensor]
  squares : Dict[str, Tensor]
  cosines : Tensor
  sines : Tensor
  # Keys and values of each open text, by its number: [L, 2, 1, G, context, K].
  caches : Dict[int, Tensor]
  # The weights that an update is about: the compiler drops a write to a list that it sees being made.
  updated : List[Tensor]

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

  # Tables of the rotary angles, [context, 1, K]. The sign of the second half's sine is in the table: of halves (a, b)
  # the result is (a cos + b sin, b cos - a sin), which is x cos + (b, a) (sin, -sin).
  def tabulate(self) -> None:
    half = self.width // self.heads // 2
    rates = torch.pow(self.rope_base, torch.div(torch.arange(half, dtype=7), -half))
    angles = torch.outer(torch.arange(self.context, dtype=7), rates)
    cosines = torch.cat([torch.cos(angles), torch.cos(angles)], 1)
    sines = torch.cat([torch.sin(angles), torch.neg(torch.sin(angles))], 1)
    there = ops.prim.device(self.place)
    self.cosines = torch.to(torch.unsqueeze(cosines, 1), there, self.compute)
    self.sines = torch.to(torch.unsqueeze(sines, 1), there, self.compute)

  # x [B, T, any number of heads, K] turned by the angles of positions start ... start + T.
  def rotate(self, x: Tensor, start: int) -> Tensor:
    end = start + torch.size(x, 1)
    a, b = torch.chunk(x, 2, -1)
    turned = torch.cat([b, a], -1)
    return torch.addcmul(x * torch.slice(self.cosines, 0, start, end), turned, torch.slice(self.sines, 0, start, end))

  # Attention of T new tokens, x [B, T, D]. With a cache, [2, 1, G, context, K], they are added to the P = start tokens
  # it holds and see these too.
  def attend(self, x: Tensor, qk: Tensor, v: Tensor, cache: Optional[Tensor], start: int) -> Tensor:
    B, T, D = torch.size(x)
    H, G = self.heads, self.kv_heads
    K = D // H
    # Rotation keeps lengths, so normalising may come first, where each head is contiguous.
    turned = self.rotate(self.norm(torch.reshape(torch.linear(x, qk), [B, T, H + G, K])), start)
    queries = torch.transpose(torch.slice(turned, 2, 0, H), 1, 2)                          # [B, H, T, K]
    keys = torch.transpose(torch.slice(turned, 2, H, H + G), 1, 2)                         # [B, G, T, K]
    values = torch.transpose(torch.reshape(torch.linear(x, v), [B, T, G, K]), 1, 2)        # [B, G, T, K]
    mask = annotate(Optional[Tensor], None)
    causal = True
    if cache is not None:
      end = start + T
      seen = torch.slice(unchecked_cast(Tensor, cache), 3, 0, end)                         # [2, 1, G, P+T, K]
      _0 = torch.copy_(torch.slice(seen, 3, start, end), torch.stack([keys, values]))
      keys, values = torch.unbind(seen, 0)
      # The operator's own causal mask lines up first query and first key, which is right for P = 0 only. One token
      # alone sees everything.
      causal = start == 0
      if start > 0 and T > 1:
        mask = torch.tril(torch.ones([T, end], dtype=11, device=ops.prim.device(x)), start)
    if G < H:
      keys = torch.repeat_interleave(keys, H // G, 1)
      values = torch.repeat_interleave(values, H // G, 1)
    y = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., causal)        # [B, H, T, K]
    return torch.reshape(torch.transpose(y, 1, 2), [B, T, D])

  # Embedded tokens [B, T, D] to the states that the head sees, [B, T, D].
  def trunk(self, embedded: Tensor, leaves: List[Tensor], cache: Optional[Tensor], start: int) -> Tensor:
    x = self.norm(embedded)
    for i in range(self.layers):
      qk, v, out = leaves[5 * i], leaves[5 * i + 1], leaves[5 * i + 2]
      up, down = leaves[5 * i + 3], leaves[5 * i + 4]
      mine = annotate(Optional[Tensor], None)
      if cache is not None:
        mine = torch.select(unchecked_cast(Tensor, cache), 0, i)
      x = x + torch.linear(self.attend(self.norm(x), qk, v, mine, start), out)
      inner = torch.square(torch.relu(torch.linear(self.norm(x), up)))                     # [B, T, F]
      x = x + torch.linear(inner, down)
    return self.norm(x)

  # Five matrices a layer, as views: with respect to these autograd need not stack gradients over layers.
  def leaves(self, of: Dict[str, Tensor]) -> List[Tensor]:
    turned = self.width // self.heads * (self.heads + self.kv_heads)
    out = annotate(List[Tensor], [])
    for i in range(self.layers):
      qkv = torch.select(of["attention_qkv"], 0, i)
      qk, v = torch.slice(qkv, 0, 0, turned), torch.slice(qkv, 0, turned)
      rest = [torch.select(of["attention_out"], 0, i), torch.select(of["mlp_in"], 0, i), torch.select(of["mlp_out"], 0, i)]
      for w in [qk, v] + rest:
        _0 = torch.append(out, torch.detach(w))
    return out

  def embed(self, tokens: Tensor) -> Tensor:
    return torch.to(torch.embedding(self.weights["embedding"], tokens), self.compute)

  # States [n, D] to logits before the cap, over the cap: [n, V] in fp32, and then y = cap tanh of it.
  def uncapped(self, states: Tensor) -> Tensor:
    return torch.mul_(torch.to(torch.linear(states, self.working["head"]), 6), 1. / self.soft_cap)

  # ----------------------------------------------------------------------------------------------------------- loss

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
    p = torch.softmax(t * self.soft_cap, -1)                                               # [n, V]
    logs = torch.where(counts, torch.log(torch.gather(p, 1, wanted)), 0.)
    if learn:
      _0 = torch.scatter_add_(p, 1, wanted, torch.full_like(wanted, -1., dtype=6))
      t = torch.tanh_backward(p, t)
    return (torch.neg(torch.sum(logs, dtype=7)), t)

  # First row and end of each chunk of N rows.
  def chunks(self, rows: int) -> List[Tuple[int, int]]:
    n = ops.prim.max(1, self.chunk // self.vocabulary)
    out = annotate(List[Tuple[int, int]], [])
    for i in range((rows + n - 1) // n):
      _0 = torch.append(out, (i * n, ops.prim.min(i * n + n, rows)))
    return out

  # ----------------------------------------------------------------------------------------------- called from Java

  # Everything will live where this tensor does. First of all calls.
  def settle(self, place: Tensor) -> Tensor:
    self.place = torch.clone(place)
    self.tabulate()
    return place

  # Weights by a seed: matrices uniform with deviation 1 / sqrt(D), both projections into the residual stream zero, the
  # embedding normal, the head so small that the first loss is ln V. Drawn on the CPU from a generator of its own, so
  # that a seed means the same on every device.
  def draw(self, seed: Tensor) -> Tensor:
    V, D, L, F = self.vocabulary, self.width, self.layers, self.mlp_width
    kv = D // self.heads * self.kv_heads
    g = torch.Generator(device=torch.device("cpu"), seed=int(seed))
    bound = torch.sqrt(3.) / torch.sqrt(D)
    w = annotate(Dict[str, Tensor], {})
    w["embedding"] = torch.normal(0., 1., [V, D], generator=g)
    w["head"] = torch.normal(0., 0.001, [V, D], generator=g)
    w["attention_qkv"] = torch.sub(torch.mul(torch.rand([L, D + 2 * kv, D], generator=g), 2. * bound), bound)
    w["attention_out"] = torch.zeros([L, D, D])
    w["mlp_in"] = torch.sub(torch.mul(torch.rand([L, F, D], generator=g), 2. * bound), bound)
    w["mlp_out"] = torch.zeros([L, D, F])
    return self.adopt(w)

  # Takes tensors over by name: weights as they are called, moments with "mean." or "square." before it.
  def adopt(self, tensors: Dict[str, Tensor]) -> Tensor:
    there = ops.prim.device(self.place)
    for name in torch.keys(tensors):
      # Java's numbers are lent for the call only.
      own = torch.clone(torch.to(torch.detach(tensors[name]), there, 6))
      if torch.startswith(name, "mean."):
        self.means[torch.replace(name, "mean.", "")] = own
      elif torch.startswith(name, "square."):
        self.squares[torch.replace(name, "square.", "")] = own
      else:
        self.weights[name] = own
    return self.place

  # Casts the working copies; after the weights are there. What is only read is kept in the compute precision alone.
  def begin(self, learn: Tensor) -> Tensor:
    for name in torch.keys(self.weights):
      self.working[name] = torch.to(self.weights[name], self.compute)
      if bool(learn):
        self.gradients[name] = torch.zeros_like(self.weights[name])
        if not torch.__contains__(self.means, name):
          self.means[name] = torch.zeros_like(self.weights[name])
        if not torch.__contains__(self.squares, name):
          self.squares[name] = torch.zeros_like(self.weights[name])
      else:
        self.weights[name] = self.working[name]
    return learn

  # Adds the gradient of scale times the sum of nats of tokens, targets [B, T]; returns the sum of nats.
  def accumulate(self, tokens: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
    was = torch.is_grad_enabled()
    _0 = torch.set_grad_enabled(True)
    leaves = self.leaves(self.working)
    for leaf in leaves:
      _1 = torch.requires_grad_(leaf, True)
    embedded = torch.requires_grad_(torch.detach(self.embed(tokens)), True)
    states = torch.reshape(self.trunk(embedded, leaves, None, 0), [-1, self.width])        # [N, D]
    _2 = torch.set_grad_enabled(False)

    # The head a chunk of rows at a time: the logits of a whole micro-batch would be most of its memory.
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    weight = torch.unsqueeze(torch.ge(flat, 0) * float(scale), 1)                          # [N, 1]
    top = torch.zeros_like(states)
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      part = torch.slice(torch.detach(states), 0, lo, hi)                                  # [n, D]
      nats, slopes = self.cross_entropy(part, torch.slice(flat, 0, lo, hi), True)
      slopes = torch.to(slopes, self.compute)                                              # [n, V]
      # The weight of a row goes to the narrow side of each product.
      rows = torch.slice(weight, 0, lo, hi)                                                # [n, 1]
      _3 = torch.copy_(torch.slice(top, 0, lo, hi), torch.mm(slopes, self.working["head"]) * rows)
      _4 = torch.add_(self.gradients["head"], torch.mm(torch.t(slopes), torch.to(part * rows, self.compute)))
      total = total + nats

    found = torch.grad([states], leaves + [embedded], annotate(List[Optional[Tensor]], [top]))
    _5 = torch.set_grad_enabled(was)
    sums = self.leaves(self.gradients)
    for i in range(torch.len(sums)):
      _6 = torch.add_(sums[i], unchecked_cast(Tensor, found[i]))
    rows = torch.reshape(torch.to(unchecked_cast(Tensor, found[-1]), 6), [-1, self.width]) # [N, D]
    table = self.gradients["embedding"]
    if ops.prim.is_cuda(rows):
      # index_add_ there adds in whatever order threads come; this sorts.
      sorted = torch.embedding_dense_backward(rows, torch.reshape(tokens, [-1]), self.vocabulary, -1, False)
      _7 = torch.add_(table, sorted)
    else:
      # Touches N rows and not V: 0.4 ms against 2.4 for 2,048 tokens of 8,192 at width 384.
      _8 = torch.index_add_(table, 0, torch.reshape(tokens, [-1]), rows)
    return total

  # The sum of nats of tokens, targets [B, T].
  def score(self, tokens: Tensor, targets: Tensor) -> Tensor:
    states = self.trunk(self.embed(tokens), self.leaves(self.working), None, 0)
    states = torch.reshape(states, [-1, self.width])                                       # [N, D]
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      nats, unused = self.cross_entropy(torch.slice(states, 0, lo, hi), torch.slice(flat, 0, lo, hi), False)
      total = total + nats
    return total

  # One step of AdamW (https://arxiv.org/abs/1711.05101), with a rate for each group of weights; returns the gradient's
  # norm before it is clipped, and sets the gradient to zero.
  def update(self, hyper: Tensor) -> Tensor:
    number, beta1, beta2 = float(hyper[0]), float(hyper[1]), float(hyper[2])
    eps, decay, clip = float(hyper[3]), float(hyper[4]), float(hyper[5])
    was = torch.is_grad_enabled()
    _0 = torch.set_grad_enabled(False)
    there = ops.prim.device(self.place)
    total = torch.zeros([], dtype=7, device=there)
    for name in torch.keys(self.gradients):
      total = total + torch.square(torch.to(torch.linalg_vector_norm(self.gradients[name]), 7))
    norm = float(torch.sqrt(total))
    for name in torch.keys(self.weights):
      rate, shrink = float(hyper[6]), decay
      if name == "embedding":
        rate, shrink = float(hyper[7]), 0.
      elif name == "head":
        rate, shrink = float(hyper[8]), 0.
      g = self.gradients[name]
      if norm > clip:
        _1 = torch.mul_(g, clip / norm)
      # The fused kernel: 4 ms where elementary operators took 84, nearly all of it memory.
      self.updated = [self.weights[name]]
      m, v, none = [self.means[name]], [self.squares[name]], annotate(List[Tensor], [])
      t = [torch.tensor(number, dtype=6, device=there)]
      _2 = torch._fused_adamw_(self.updated, [g], m, v, none, t, lr=rate, beta1=beta1, beta2=beta2, weight_decay=shrink, eps=eps, amsgrad=False, maximize=False)
      _3 = torch.zero_(g)
      if self.compute != 6:
        _4 = torch.copy_(self.working[name], self.weights[name])
    _5 = torch.set_grad_enabled(was)
    return torch.sqrt(total)

  # Weights and moments, by the names that `adopt` takes.
  def state(self) -> Dict[str, Tensor]:
    out = annotate(Dict[str, Tensor], {})
    for name in torch.keys(self.weights):
      out[name] = self.weights[name]
    for name in torch.keys(self.means):
      out["mean." + name] = self.means[name]
      out["square." + name] = self.squares[name]
    return out

  # Makes room for a text of up to `context` tokens. The system hands out the memory as it is filled.
  def open_text(self, number: Tensor) -> Tensor:
    sizes = [self.layers, 2, 1, self.kv_heads, self.context, self.width // self.heads]
    self.caches[int(number)] = torch.zeros(sizes, dtype=self.compute, device=ops.prim.device(self.place))
    return number

  def close_text(self, number: Tensor) -> Tensor:
    return torch.slice(torch.pop(self.caches, int(number)), 0, 0, 0)

  # Reads tokens [1, T] after the P tokens that the text has; the logits of the token to come, [V].
  def read_on(self, number: Tensor, tokens: Tensor, start: Tensor) -> Tensor:
    states = self.trunk(self.embed(tokens), self.leaves(self.working), self.caches[int(number)], int(start))
    last = torch.select(states, 1, -1)                                                     # [1, D]
    return torch.mul(torch.tanh(torch.squeeze(self.uncapped(last), 0)), self.soft_cap)
