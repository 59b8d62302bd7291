
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # The second half of every model's class, after nanochat.py or llama.py: positions, attention, state, and the methods
  # that Java calls, one native call each. optimizers.py, the last third, is `update`. Dimensions are those of the first
  # part. Of that it uses:
  #   trunk, leaves, new_text, logits, cross_entropy, draw    what the architecture computes
  #   lookups, head, rope_base, rope_direction, score_scale   names and numbers
  #
  # Weights of the layers are stacked, one tensor per kind, [L, out, in], so that the optimiser runs a handful of large
  # kernels and a checkpoint holds a handful of names.
  #
  # Precision: `weights` are fp32 and the optimiser sees only these. `working` holds those that multiply in the compute
  # precision (bf16 or fp32), cast once after an update and not once per micro-batch; vectors stay fp32, their cost is
  # nothing. Gradients are taken with respect to the working copies and summed in fp32. Losses are summed in float64, so
  # that a step may be cut into micro-batches anyhow.
  #
  # Only `draw` uses random numbers: there is no dropout, so going on with training needs no random state.

  # The shape.
  layers : int
  width : int
  heads : int
  kv_heads : int
  mlp_width : int
  vocabulary : int
  context : int
  # Whether the embedding is the head too.
  tied : bool
  # How many tokens before itself a token sees, for each layer.
  windows : List[int]
  # Type codes of libtorch: 4 is int64, 6 float32, 7 float64, 15 bfloat16.
  compute : int
  # The numbers of logits that exist at one time, n * V; sets the n of cross-entropy.
  chunk : int
  # An empty tensor on the device that everything lives on.
  place : Tensor
  # The state.
  weights : Dict[str, Tensor]
  working : Dict[str, Tensor]
  gradients : Dict[str, Tensor]
  cosines : Tensor
  sines : Tensor
  # Nanoseconds spent in the methods that learn and score.
  nanos : int
  # What each open text keeps, by its number; first its keys and values, [L, 2, 1, G, context, K].
  texts : Dict[int, List[Tensor]]

  # -------------------------------------------------------------------------------------------- positions, attention

  # Tables of the rotary angles, [context, 1, K]. The sign of each half's sine is in the table: turned counterclockwise,
  # halves (a, b) become (a cos - b sin, b cos + a sin), which is x cos + (b, a) (-sin, sin).
  def tabulate(self) -> None:
    half = self.width // self.heads // 2
    rates = torch.pow(self.rope_base(), torch.div(torch.arange(half, dtype=7), -half))
    angles = torch.outer(torch.arange(self.context, dtype=7), rates)
    turn = torch.mul(torch.sin(angles), self.rope_direction())
    cosines = torch.cat([torch.cos(angles), torch.cos(angles)], 1)
    sines = torch.cat([torch.neg(turn), turn], 1)
    there = ops.prim.device(self.place)
    self.cosines = torch.to(torch.unsqueeze(cosines, 1), there, self.compute)
    self.sines = torch.to(torch.unsqueeze(sines, 1), there, self.compute)

  # x [B, T, any number of heads, K] turned by the angles of positions start ... start + T.
  def rotate(self, x: Tensor, start: int) -> Tensor:
    end = start + torch.size(x, 1)
    a, b = torch.chunk(x, 2, -1)
    turned = torch.cat([b, a], -1)
    return torch.addcmul(x * torch.slice(self.cosines, 0, start, end), turned, torch.slice(self.sines, 0, start, end))

  # What T tokens after P = start others may see, by window, where that is not simply everything up to themselves: to be
  # added to scores, [T, min(P, window) + T], 0 or minus infinity. A token sees itself and `window` tokens before it.
  def masks(self, T: int, start: int) -> Dict[int, Tensor]:
    out = annotate(Dict[int, Tensor], {})
    if T > 1:
      for window in self.windows:
        P = ops.prim.min(start, window)
        # The operator's own causal mask lines up first query and first key, which is right for P = 0 only.
        needed = P > 0 or window < T - 1
        if needed and not torch.__contains__(out, window):
          all = torch.ones([T, P + T], device=ops.prim.device(self.place))
          out[window] = torch.to(torch.log(torch.triu(torch.tril(all, P), P - window)), self.compute)
    return out

  # Attention of queries [B, T, H, K] to keys and values [B, T, G, K], of a layer; [B, T, D]. Those of a text being
  # decoded are added to the P = start that its cache holds, and see these too, as far as the layer's window goes.
  def attend(self, queries: Tensor, keys: Tensor, values: Tensor, layer: int, masks: Dict[int, Tensor], text: List[Tensor], start: int) -> Tensor:
    B, T, H, K = torch.size(queries)
    G = self.kv_heads
    window = self.windows[layer]
    queries = torch.transpose(queries, 1, 2)                                               # [B, H, T, K]
    keys, values = torch.transpose(keys, 1, 2), torch.transpose(values, 1, 2)              # [B, G, T, K]
    if torch.len(text) > 0:
      cache = torch.select(text[0], 0, layer)                                              # [2, 1, G, context, K]
      end = start + T
      _0 = torch.copy_(torch.slice(cache, 3, start, end), torch.stack([keys, values]))
      seen = torch.slice(cache, 3, ops.prim.max(0, start - window), end)
      keys, values = torch.unbind(seen, 0)
    mask = annotate(Optional[Tensor], None)
    causal = T > 1
    if torch.__contains__(masks, window):
      mask, causal = masks[window], False
    if G < H:
      keys = torch.repeat_interleave(keys, H // G, 1)
      values = torch.repeat_interleave(values, H // G, 1)
    y = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., causal, scale=self.score_scale())
    return torch.reshape(torch.transpose(y, 1, 2), [B, T, H * K])                          # of [B, H, T, K]

  # Room for the keys and values of a text of up to `context` tokens. The system hands out the memory as it is filled.
  def new_cache(self) -> Tensor:
    sizes = [self.layers, 2, 1, self.kv_heads, self.context, self.width // self.heads]
    return torch.zeros(sizes, dtype=self.compute, device=ops.prim.device(self.place))

  # --------------------------------------------------------------------------------------------------------- tables

  # Each table that tokens are looked up in, [V, any width].
  def tables(self, of: Dict[str, Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for name in self.lookups():
      if torch.dim(of[name]) == 3:
        out = out + torch.unbind(of[name], 0)
      else:
        _0 = torch.append(out, of[name])
    return out

  # The rows of tokens [B, T] in each table, [B, T, its width].
  def look_up(self, tokens: Tensor) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for table in self.tables(self.weights):
      _0 = torch.append(out, torch.to(torch.embedding(table, tokens), self.compute))
    return out

  # Adds gradients by rows, [B, T, its width], to that of a table.
  def add_rows(self, table: Tensor, tokens: Tensor, gradient: Tensor) -> None:
    rows = torch.reshape(torch.to(gradient, 6), [-1, torch.size(table, 1)])                # [N, its width]
    if ops.prim.is_cuda(rows):
      # index_add_ there adds in whatever order threads come; this sorts.
      sorted = torch.embedding_dense_backward(rows, torch.reshape(tokens, [-1]), self.vocabulary, -1, False)
      _0 = torch.add_(table, sorted)
    else:
      # Touches N rows and not V: 0.4 ms against 2.4 for 2,048 tokens of 8,192 at width 384.
      _1 = torch.index_add_(table, 0, torch.reshape(tokens, [-1]), rows)

  # First row and end of each chunk of N rows.
  def chunks(self, rows: int) -> List[Tuple[int, int]]:
    n = ops.prim.max(1, self.chunk // self.vocabulary)
    out = annotate(List[Tuple[int, int]], [])
    for i in range((rows + n - 1) // n):
      _0 = torch.append(out, (i * n, ops.prim.min(i * n + n, rows)))
    return out

  def uniform(self, sizes: List[int], low: float, high: float, g: Generator) -> Tensor:
    return torch.add_(torch.mul_(torch.rand(sizes, generator=g), high - low), low)

  # ----------------------------------------------------------------------------------------------- called from Java

  # Everything will live where `place` does. First of all calls.
  def settle(self, place: Tensor, windows: Tensor) -> Tensor:
    self.place = torch.clone(place)
    for i in range(self.layers):
      _0 = torch.append(self.windows, int(windows[i]))
    self.tabulate()
    return place

  # Takes tensors over by name: weights as they are called, the optimiser's with what they are and a dot before it.
  def adopt(self, tensors: Dict[str, Tensor]) -> Tensor:
    there = ops.prim.device(self.place)
    for name in torch.keys(tensors):
      # Java's numbers are lent for the call only.
      own = torch.clone(torch.to(torch.detach(tensors[name]), there, 6))
      if torch.startswith(name, "mean."):
        self.means[torch.replace(name, "mean.", "")] = own
      elif torch.startswith(name, "square."):
        self.squares[torch.replace(name, "square.", "")] = own
      elif torch.startswith(name, "momentum."):
        self.momenta[torch.replace(name, "momentum.", "")] = own
      elif torch.startswith(name, "variance."):
        self.variances[torch.replace(name, "variance.", "")] = own
      else:
        self.weights[name] = own
    return self.place

  # Casts the working copies; after the weights are there. Tables are read where they are, a few rows at a time. What is
  # only read is kept in the compute precision alone.
  def begin(self, learn: Tensor) -> Tensor:
    tables = self.lookups()
    for name in torch.keys(self.weights):
      cast = self.weights[name]
      if torch.dim(cast) > 1:
        cast = torch.to(cast, self.compute)
      if not bool(learn):
        self.weights[name] = cast
      if name == self.head() or not torch.__contains__(tables, name):
        self.working[name] = cast
      if bool(learn):
        self.gradients[name] = torch.zeros_like(self.weights[name])
    return learn

  # Adds the gradient of scale times the sum of nats of tokens, targets [B, T]; returns the sum of nats.
  def accumulate(self, tokens: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
    began = ops.prim.TimePoint()
    was = torch.is_grad_enabled()
    _0 = torch.set_grad_enabled(True)
    leaves = self.leaves(self.working)
    rows = annotate(List[Tensor], [])
    for row in self.look_up(tokens):
      _1 = torch.append(rows, torch.detach(row))
    for leaf in leaves + rows:
      _2 = torch.requires_grad_(leaf, True)
    states = torch.reshape(self.trunk(rows, leaves, annotate(List[Tensor], []), 0), [-1, self.width])  # [N, D]
    _3 = torch.set_grad_enabled(False)

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
      share = torch.slice(weight, 0, lo, hi)                                               # [n, 1]
      _4 = torch.copy_(torch.slice(top, 0, lo, hi), torch.mm(slopes, self.working[self.head()]) * share)
      _5 = torch.add_(self.gradients[self.head()], torch.mm(torch.t(slopes), torch.to(part * share, self.compute)))
      total = total + nats

    found = torch.grad([states], leaves + rows, annotate(List[Optional[Tensor]], [top]))
    _6 = torch.set_grad_enabled(was)
    sums = self.leaves(self.gradients)
    for i in range(torch.len(sums)):
      _7 = torch.add_(sums[i], unchecked_cast(Tensor, found[i]))
    tables = self.tables(self.gradients)
    for i in range(torch.len(tables)):
      self.add_rows(tables[i], tokens, unchecked_cast(Tensor, found[torch.len(sums) + i]))
    return self.spent(total, began)

  # A result on the CPU, so that the device is done, and the time since then noted.
  def spent(self, result: Tensor, began: int) -> Tensor:
    here = torch.to(result, torch.device("cpu"))
    self.nanos = self.nanos + (ops.prim.TimePoint() - began)
    return here

  # All nanoseconds so far.
  def clock(self, unused: Tensor) -> Tensor:
    return torch.tensor(self.nanos)

  # The sum of nats of tokens, targets [B, T].
  def score(self, tokens: Tensor, targets: Tensor) -> Tensor:
    began = ops.prim.TimePoint()
    states = self.trunk(self.look_up(tokens), self.leaves(self.working), annotate(List[Tensor], []), 0)
    states = torch.reshape(states, [-1, self.width])                                       # [N, D]
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      nats, unused = self.cross_entropy(torch.slice(states, 0, lo, hi), torch.slice(flat, 0, lo, hi), False)
      total = total + nats
    return self.spent(total, began)

  # Weights and what the optimisers keep, by the names that `adopt` takes.
  def state(self) -> Dict[str, Tensor]:
    out = annotate(Dict[str, Tensor], {})
    for name in torch.keys(self.weights):
      out[name] = self.weights[name]
    for name in torch.keys(self.means):
      out["mean." + name] = self.means[name]
      out["square." + name] = self.squares[name]
    for name in torch.keys(self.momenta):
      out["momentum." + name] = self.momenta[name]
      out["variance." + name] = self.variances[name]
    return out

  def open_text(self, number: Tensor) -> Tensor:
    self.texts[int(number)] = self.new_text()
    return number

  def close_text(self, number: Tensor) -> Tensor:
    return torch.slice(torch.pop(self.texts, int(number))[0], 0, 0, 0)

  # Reads tokens [1, T] after the P tokens that the text has; the logits of the token to come, [V].
  def read_on(self, number: Tensor, tokens: Tensor, start: Tensor) -> Tensor:
    states = self.trunk(self.look_up(tokens), self.leaves(self.working), self.texts[int(number)], int(start))
    return torch.squeeze(self.logits(torch.select(states, 1, -1)), 0)                      # of [1, D]
