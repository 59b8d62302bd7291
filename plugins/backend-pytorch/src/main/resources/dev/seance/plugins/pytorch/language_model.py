
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # The second half of every model's class, after nanochat.py or llama.py: positions, attention, state, and the methods
  # that Java calls, one native call each. optimizers.py, the last third, is `update`. Dimensions are those of the first
  # part. Of that it uses:
  #   trunk, backward, leaves, new_text, logits, cross_entropy, draw    what the architecture computes
  #   lookups, head, rope_base, rope_direction, score_scale             names and numbers
  #
  # Derivatives are written out: each piece f of a model has an f_back, which takes the gradient of what f made and what f
  # kept, adds to the gradients of its weights, and returns the gradient of what f was given. Autograd, told to
  # differentiate the same forward pass, took a tenth to a quarter more time: it fills tensors with zeros for every slice, passes over
  # activations twice as often, and calls an attention kernel that is four times slower than matrix products here.
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
  # A tensor that comes in pieces.
  arriving : Tensor
  # The state.
  weights : Dict[str, Tensor]
  working : Dict[str, Tensor]
  gradients : Dict[str, Tensor]
  # Of a model that only reads: what `leaves` gave, once, as the processor likes it best.
  ready : List[Tensor]
  cosines : Tensor
  sines : Tensor
  # Nanoseconds spent in the methods that learn and score.
  nanos : int
  # What each open text keeps, by its number; first its keys and values, [L, 2, 1, G, context, K].
  texts : Dict[int, List[Tensor]]

  # -------------------------------------------------------------------------------------------- positions, attention

  # Tables of the rotary angles: cosines [context, K], each half alike, and sines [context, K / 2].
  def tabulate(self) -> None:
    half = self.width // self.heads // 2
    rates = torch.pow(self.rope_base(), torch.div(torch.arange(half, dtype=7), -half))
    angles = torch.outer(torch.arange(self.context, dtype=7), rates)
    there = ops.prim.device(self.place)
    self.cosines = torch.to(torch.cat([torch.cos(angles), torch.cos(angles)], 1), there, self.compute)
    self.sines = torch.to(torch.mul(torch.sin(angles), self.rope_direction()), there, self.compute)

  # Fills `out` with x [B, any number of heads, T, K] turned by the angles of positions start ... start + T: halves (a, b)
  # become (a cos - b sin, b cos + a sin). With the direction -1 it turns back, which is its derivative. Both may be
  # views: so heads are brought into the order of attention, or out of it, by the way.
  def rotate(self, x: Tensor, out: Tensor, start: int, direction: float) -> None:
    end = start + torch.size(x, 2)
    sines = torch.slice(self.sines, 0, start, end)
    _0 = torch.mul(x, torch.slice(self.cosines, 0, start, end), out=out)
    a, b = torch.chunk(x, 2, -1)
    left, right = torch.chunk(out, 2, -1)
    _1 = torch.addcmul_(left, b, sines, value=-direction)
    _2 = torch.addcmul_(right, a, sines, value=direction)

  # What T tokens after P others may see when a token sees itself and `window` tokens before it: to be added to scores,
  # [T, P + T], 0 or minus infinity.
  def mask(self, T: int, P: int, window: int) -> Tensor:
    all = torch.ones([T, P + T], device=ops.prim.device(self.place))
    return torch.to(torch.log(torch.triu(torch.tril(all, P), P - window)), self.compute)

  # The masks of T tokens after `start` others by window, where that is not simply everything up to themselves.
  def masks(self, T: int, start: int) -> Dict[int, Tensor]:
    out = annotate(Dict[int, Tensor], {})
    if T > 1:
      for window in self.windows:
        P = ops.prim.min(start, window)
        # The operator's own causal mask lines up first query and first key, which is right for P = 0 only.
        needed = P > 0 or window < T - 1
        if needed and not torch.__contains__(out, window):
          out[window] = self.mask(T, P, window)
    return out

  # As many keys or values [B, G, T, K] as there are queries, [B, H, T, K].
  def shared(self, x: Tensor) -> Tensor:
    if self.kv_heads < self.heads:
      x = torch.repeat_interleave(x, self.heads // self.kv_heads, 1)
    return x

  # Attention of queries [B, H, T, K] to keys and values [B, G, T, K], of a layer; [N, D]. Those of a text being decoded
  # are added to the P = start that its cache holds, and see these too, as far as the layer's window goes.
  def attend(self, queries: Tensor, keys: Tensor, values: Tensor, layer: int, masks: Dict[int, Tensor], text: List[Tensor], start: int, learn: bool, kept: Dict[str, Tensor]) -> Tensor:
    T = torch.size(queries, 2)
    window = self.windows[layer]
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
    if learn and ops.prim.is_cuda(queries):
      # The fused kernels there, and their derivatives, are autograd's to choose.
      queries, keys, values = torch.detach(queries), torch.detach(keys), torch.detach(values)
      for leaf in [queries, keys, values]:
        _1 = torch.requires_grad_(leaf, True)
    kept["queries"], kept["keys"], kept["values"] = queries, keys, values
    if learn and not ops.prim.is_cuda(queries):
      y, kept["sums"] = torch._scaled_dot_product_flash_attention_for_cpu(queries, self.shared(keys), self.shared(values), 0., causal, attn_mask=mask, scale=self.score_scale())
    else:
      _2 = torch.set_grad_enabled(learn)
      if T == 1:
        # Heads that share keys are like so many tokens that see the same.
        queries = torch.reshape(queries, [-1, self.kv_heads, self.heads // self.kv_heads, torch.size(queries, 3)])
        y = torch.scaled_dot_product_attention(queries, keys, values, None, 0., False, scale=self.score_scale())
        y = torch.reshape(y, [-1, self.heads, 1, torch.size(queries, 3)])                  # [B, H, 1, K]
      else:
        y = torch.scaled_dot_product_attention(queries, self.shared(keys), self.shared(values), mask, 0., causal, scale=self.score_scale())
      _3 = torch.set_grad_enabled(False)
    kept["y"] = y
    return torch.reshape(torch.transpose(torch.detach(y), 1, 2), [-1, self.width])         # of [B, H, T, K]

  # The derivative of attention: of dy [N, D] those of queries [B, H, T, K], keys and values [B, G, T, K].
  def attend_back(self, dy: Tensor, layer: int, kept: Dict[str, Tensor]) -> List[Tensor]:
    queries, keys, values = kept["queries"], kept["keys"], kept["values"]
    B, H, T, K = torch.size(queries)
    dy = torch.transpose(torch.reshape(dy, [B, T, H, K]), 1, 2)                            # [B, H, T, K]
    if ops.prim.is_cuda(dy):
      found = torch.grad([kept["y"]], [queries, keys, values], annotate(List[Optional[Tensor]], [dy]))
      out = annotate(List[Tensor], [])
      for one in found:
        _0 = torch.append(out, unchecked_cast(Tensor, one))
    else:
      out = self.attend_back_cpu(dy, queries, self.shared(keys), self.shared(values), kept["sums"], self.windows[layer])
      if self.kv_heads < H:
        split = [B, self.kv_heads, H // self.kv_heads, T, K]
        out = [out[0], torch.sum(torch.reshape(out[1], split), [2]), torch.sum(torch.reshape(out[2], split), [2])]
    return out

  # With S = scale q kT and P = softmax S:  dv = PT dy,  dP = dy vT,  dS = P (dP - sum(P dP)),  dq = scale dS k,
  # dk = scale dST q. P is computed once more, for a block of queries and all keys that any of them sees, so that no more
  # than that is in memory at a time and what lies in the future is skipped. All are plain products of [B * H] matrices,
  # at 600 GFLOP/s where the kernel of the operator's derivative, with its blocks of 64, reached 125 in bf16.
  #
  # bf16 scores would be too coarse at 16 and more, so that each row is shifted by the logarithm of its sum of
  # exponentials, which the forward pass knows: scores that matter come out close to zero, and softmax is the same.
  def attend_back_cpu(self, dy: Tensor, queries: Tensor, keys: Tensor, values: Tensor, sums: Tensor, window: int) -> List[Tensor]:
    B, H, T, K = torch.size(queries)
    flat = [B * H, T, K]
    q, k, v = torch.reshape(queries, flat), torch.reshape(keys, flat), torch.reshape(values, flat)
    dy = torch.reshape(dy, flat)
    shift = torch.to(torch.neg(torch.reshape(sums, [B * H, T, 1])), self.compute)          # [B * H, T, 1]
    block = 256
    dq, dk, dv = q, k, v
    if T > block:
      # Sums over blocks, and so in fp32.
      dq = torch.empty_like(q)
      dk, dv = torch.zeros_like(k, dtype=6), torch.zeros_like(v, dtype=6)
    for i in range((T + block - 1) // block):
      lo, hi = i * block, ops.prim.min(i * block + block, T)
      seen = ops.prim.max(0, lo - window)
      q1, dy1 = torch.slice(q, 1, lo, hi), torch.slice(dy, 1, lo, hi)                      # [B * H, rows, K]
      k1, v1 = torch.slice(k, 1, seen, hi), torch.slice(v, 1, seen, hi)                    # [B * H, seen, K]
      scores = torch.baddbmm(torch.slice(shift, 1, lo, hi), q1, torch.transpose(k1, 1, 2), alpha=self.score_scale())
      p = torch.softmax(torch.add_(scores, self.mask(hi - lo, lo - seen, window)), -1)     # [B * H, rows, seen]
      dv1 = torch.bmm(torch.transpose(p, 1, 2), dy1)
      ds = torch._softmax_backward_data(torch.bmm(dy1, torch.transpose(v1, 1, 2)), p, -1, self.compute)
      # With beta 0 the first argument only lends its shape.
      dq1 = torch.baddbmm(q1, ds, k1, beta=0., alpha=self.score_scale())
      dk1 = torch.baddbmm(k1, torch.transpose(ds, 1, 2), q1, beta=0., alpha=self.score_scale())
      if T > block:
        _0 = torch.copy_(torch.slice(dq, 1, lo, hi), dq1)
        _1 = torch.add_(torch.slice(dk, 1, seen, hi), dk1)
        _2 = torch.add_(torch.slice(dv, 1, seen, hi), dv1)
      else:
        dq, dk, dv = dq1, dk1, dv1
    out = annotate(List[Tensor], [])
    for d in [dq, dk, dv]:
      _3 = torch.append(out, torch.reshape(torch.to(d, self.compute), [B, H, T, K]))
    return out

  # Room for the keys and values of a text of up to `context` tokens. The system hands out the memory as it is filled.
  def new_cache(self) -> Tensor:
    sizes = [self.layers, 2, 1, self.kv_heads, self.context, self.width // self.heads]
    return torch.zeros(sizes, dtype=self.compute, device=ops.prim.device(self.place))

  # -------------------------------------------------------------------------------------------------------- products

  # y = x wT, x [N, in] and w [out, in].
  #
  # For one row, as in decoding, all is reading w. Matrices in the layout of oneDNN's own come in at 15 GB/s on a machine
  # whose memory gives 16, the product with a vector at 12, and that of matrices at 8, since it copies w first.
  def linear(self, x: Tensor, w: Tensor) -> Tensor:
    if ops.prim.is_mkldnn(w):
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), None)
    elif torch.size(x, 0) == 1:
      y = torch.unsqueeze(torch.mv(w, torch.select(x, 0, 0)), 0)
    else:
      y = torch.linear(x, w)
    return y

  # w in that layout, where it pays.
  def packed(self, w: Tensor) -> Tensor:
    if self.compute == 15 and not ops.prim.is_cuda(w) and torch.dim(w) == 2 and torch.size(w, -1) >= 64:
      if ops.mkldnn._is_mkldnn_bf16_supported():
        w = ops.mkldnn._reorder_linear_weight(torch.contiguous(w), 1)
    return w

  # What `linear` gives: adds the gradient of w to g and returns that of x.
  def linear_back(self, dy: Tensor, x: Tensor, w: Tensor, g: Tensor) -> Tensor:
    _0 = torch.add_(g, torch.mm(torch.t(dy), x))
    return torch.mm(dy, w)

  # Numbers of a vector: one transfer for all of them.
  def numbers(self, vector: Tensor) -> List[float]:
    here = torch.to(vector, torch.device("cpu"), 7)
    out = annotate(List[float], [])
    for i in range(torch.len(here)):
      _0 = torch.append(out, float(here[i]))
    return out

  # The sum of products of two tensors of a shape, in fp32.
  def dot(self, a: Tensor, b: Tensor) -> Tensor:
    return torch.sum(torch.mul(a, b), dtype=6)

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

  # Rows of logits z [n, V] a few at a time: on a CPU a megabyte of fp32.
  def cached(self, z: Tensor) -> List[Tuple[int, int]]:
    n, V = torch.size(z)
    rows = n
    if not ops.prim.is_cuda(z):
      rows = ops.prim.max(1, 262144 // V)
    out = annotate(List[Tuple[int, int]], [])
    for i in range((n + rows - 1) // rows):
      _0 = torch.append(out, (i * rows, ops.prim.min(i * rows + rows, n)))
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
      own = torch.to(torch.detach(tensors[name]), there, 6)
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

  # Takes over the numbers of a tensor of these sizes, from the first of the piece on; pieces come in order. Java lends
  # them for the call only, and no more than a buffer holds.
  def receive(self, pieces: Dict[str, Tensor], sizes: Tensor, first: Tensor) -> Tensor:
    for name in torch.keys(pieces):
      piece = pieces[name]
      if int(first) == 0:
        shape = annotate(List[int], [])
        for i in range(torch.len(sizes)):
          _0 = torch.append(shape, int(sizes[i]))
        self.arriving = torch.empty(shape, dtype=6, device=ops.prim.device(self.place))
      end = int(first) + torch.len(piece)
      _1 = torch.copy_(torch.slice(torch.reshape(self.arriving, [-1]), 0, int(first), end), piece)
      if end == torch.numel(self.arriving):
        whole = annotate(Dict[str, Tensor], {})
        whole[name] = self.arriving
        self.arriving = self.place
        _2 = self.adopt(whole)
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
    if not bool(learn):
      for leaf in self.leaves(self.working):
        _0 = torch.append(self.ready, self.packed(leaf))
      head = self.packed(self.working[self.head()])
      # What is packed is not kept twice.
      for name in torch.keys(self.working):
        if not torch.__contains__(tables, name):
          _1 = torch.pop(self.weights, name)
      torch.clear(self.working)
      self.working[self.head()] = head
    return learn

  # The weights to compute with.
  def current(self) -> List[Tensor]:
    out = self.ready
    if torch.len(out) == 0:
      out = self.leaves(self.working)
    return out

  # Adds the gradient of scale times the sum of nats of tokens, targets [B, T]; returns the sum of nats.
  def accumulate(self, tokens: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
    began = ops.prim.TimePoint()
    was = torch.is_grad_enabled()
    _0 = torch.set_grad_enabled(False)
    leaves = self.leaves(self.working)
    kept = annotate(List[Dict[str, Tensor]], [])
    rows = self.look_up(tokens)
    states = self.trunk(rows, leaves, annotate(List[Tensor], []), 0, True, kept)           # [N, D]

    # The head a chunk of rows at a time: the logits of a whole micro-batch would be most of its memory.
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    weight = torch.unsqueeze(torch.ge(flat, 0) * float(scale), 1)                          # [N, 1]
    top = torch.zeros_like(states)
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      part = torch.slice(states, 0, lo, hi)                                                # [n, D]
      nats, slopes = self.cross_entropy(part, torch.slice(flat, 0, lo, hi), True)
      # The weight of a row goes to the narrow side of each product.
      share = torch.slice(weight, 0, lo, hi)                                               # [n, 1]
      _4 = torch.copy_(torch.slice(top, 0, lo, hi), torch.mm(slopes, self.working[self.head()]) * share)
      _5 = torch.add_(self.gradients[self.head()], torch.mm(torch.t(slopes), torch.to(part * share, self.compute)))
      total = total + nats

    found = self.backward(top, rows, leaves, self.leaves(self.gradients), kept)
    tables = self.tables(self.gradients)
    for i in range(torch.len(tables)):
      self.add_rows(tables[i], tokens, found[i])
    _6 = torch.set_grad_enabled(was)
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
    nothing = annotate(List[Dict[str, Tensor]], [])
    states = self.trunk(self.look_up(tokens), self.current(), annotate(List[Tensor], []), 0, False, nothing)
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
    nothing = annotate(List[Dict[str, Tensor]], [])
    states = self.trunk(self.look_up(tokens), self.current(), self.texts[int(number)], int(start), False, nothing)
    return torch.squeeze(self.logits(torch.slice(states, 0, -1)), 0)                       # of [1, D]
