
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # The second half of every model's class: positions, attention, state, and the methods that Java calls, one native call
  # each. products.py has products with weights; optimizers.py, the last third, is `update`. The first part is the program of a model family, such as llama.py, which
  # begins the class and explains the dimensions. It declares the family's own settings as attributes, and defines:
  #   embedding_tables() -> List[str]         the tables that tokens are looked up in: [V, width] or stacks of such
  #   head() -> str                           the output matrix, [V, D]
  #   rope_base(), rope_direction(), score_scale() -> float
  #   init_weights(seed) -> Tensor            draws fresh weights and returns self.load_state(them)
  #   layer_weights(of) -> List[Tensor]       all tensors but the tables and the head, or their gradients, as detached views
  #   trunk(rows, layer_weights, sequence, start, train, saved) -> Tensor
  #                                           rows of each table to the states that the head gets, [N, D]; fills `saved`
  #   backward(dstates, rows, layer_weights, g, saved) -> List[Tensor]
  #                                           adds to the gradients g, and returns those of the rows
  #   new_sequence() -> List[Tensor]          what decoding a sequence needs, self.new_cache() first
  #   logits(states), cross_entropy(states, targets, train)
  #
  # Derivatives are written out: each piece f of a model has an f_back, which takes the gradient of f's output and what f
  # saved for it, adds to the gradients of its weights, and returns the gradient of f's input. Autograd over the same forward
  # pass took a tenth to a quarter more time: it fills tensors with zeros for every slice, passes over activations twice as
  # often, and on a CPU calls an attention kernel that is four times slower than matrix products there.
  #
  # On a GPU elementwise work is all memory traffic, so that chains of it have to become one kernel. TorchScript's fuser does
  # that where no tensor requires a gradient and every cast names its type as a constant; reductions stay outside. Hence
  # methods with two ways through: a fused operator of libtorch's on a CPU, a chain of elementary ones on a GPU.
  #
  # Weights of the layers are stacked, one tensor per kind, [L, out, in], so that the optimiser runs a handful of large
  # kernels and a checkpoint holds a handful of names.
  #
  # Precision: `weights` are the fp32 master weights, and the optimiser sees only these. `compute_weights` holds those that
  # multiply in the compute precision (bf16 or fp32), cast once per update and not once per micro-batch; vectors stay fp32,
  # which costs nothing. Gradients are taken with respect to the compute weights and accumulated in fp32. Losses are summed
  # in float64, so that it does not matter how a step is cut into micro-batches.
  #
  # Only `init_weights` uses random numbers: there is no dropout, so that resuming needs no random state.

  # The configuration. For these Java writes what they are wherever a text says self and a name, so that the compiler knows
  # them: layers, width, heads, kv_heads, mlp_width, vocabulary, context; and
  #   tied       whether the embedding is the head too
  #   compute    the type that products are computed in, a code of libtorch's: 4 is int64, 6 float32, 7 float64, 15 bfloat16
  #   chunk      the numbers of logits that exist at one time, n * V; sets the n of cross-entropy
  #   gpu        whether all of this is on one
  #   flash      whether that has FlashAttention for heads of this width

  # How many tokens before itself a token sees, for each layer.
  windows : List[int]
  # A tensor of one number on the device that everything lives on.
  device_probe : Tensor
  # A tensor that is being loaded, chunk by chunk.
  incoming : Tensor
  # The state.
  weights : Dict[str, Tensor]
  compute_weights : Dict[str, Tensor]
  gradients : Dict[str, Tensor]
  # For inference: what `layer_weights` gives, made once, in the layout that multiplies fastest, see `prepack`.
  inference_weights : List[Tensor]
  cosines : Tensor
  sines : Tensor
  # For a GPU: both directions, both halves, positions, 1, both halves of a result, K / 2; see `rotation`.
  rotations : Tensor
  # Nanoseconds spent in `accumulate`, `update` and `score`.
  engine_nanos : int
  # The state of each open sequence, by its number; first its cache of keys and values, [L, 2, 1, G, context, K].
  sequences : Dict[int, List[Tensor]]
  # The state of the slots of each batch, by the number of its first sequence: as of one sequence, but for S of them. That of
  # a slot's sequence is a view of it.
  batches : Dict[int, List[Tensor]]
  # While n of the first m slots of a batch are read on by a token each: which, [n], their positions, [n], those of all m, [m],
  # and the greatest of these, on the CPU. Otherwise empty.
  together : List[Tensor]

  # -------------------------------------------------------------------------------------------- positions, attention

  # Tables of the rotary angles: cosines [context, K], each half alike, and sines [context, K / 2].
  def init_rotary(self) -> None:
    half = self.width // self.heads // 2
    rates = torch.pow(self.rope_base(), torch.div(torch.arange(half, dtype=7), -half))
    angles = torch.outer(torch.arange(self.context, dtype=7), rates)
    there = ops.prim.device(self.device_probe)
    self.cosines = torch.to(torch.cat([torch.cos(angles), torch.cos(angles)], 1), there, self.compute)
    self.sines = torch.to(torch.mul(torch.sin(angles), self.rope_direction()), there, self.compute)
    if self.gpu:
      c, s = torch.to(torch.slice(self.cosines, 1, 0, half), 6), torch.to(self.sines, 6)   # [context, K / 2]
      ways = annotate(List[Tensor], [])
      for sign in [1., -1.]:
        left, right = torch.stack([c, s * sign], 1), torch.stack([s * (-1. * sign), c], 1)
        _0 = torch.append(ways, torch.stack([left, right]))
      self.rotations = torch.unsqueeze(torch.stack(ways), 3)

  # What the halves a and b of heads [B, T, J, 2, K / 2] at positions start ... start + T are multiplied with, each [T, 1, 2,
  # K / 2] in fp32, so that the sum of the products is the heads rotated; with the direction -1, rotated back. Of sequences
  # that are read together those of each one's own, [m, 1, 1, 2, K / 2]. Without a chunk or a concatenation the fuser can
  # make one kernel of it and what comes before and after.
  def rotation(self, start: int, T: int, direction: float) -> Tuple[Tensor, Tensor]:
    way = 0
    if direction < 0.:
      way = 1
    both = torch.select(self.rotations, 0, way)                                            # [2, context, 1, 2, K / 2]
    if torch.len(self.together) > 0:
      both = torch.unsqueeze(torch.index_select(both, 1, self.together[2]), 2)
    else:
      both = torch.slice(both, 1, start, start + T)
    left, right = torch.unbind(both, 0)
    return (left, right)

  # The rotary tables for positions start ... start + T; for sequences that are read together, those of each one's own,
  # [m, 1, 1, K] and [m, 1, 1, K / 2].
  def rotary(self, start: int, T: int) -> Tuple[Tensor, Tensor]:
    if torch.len(self.together) > 0:
      at = self.together[2]
      cosines = torch.unsqueeze(torch.unsqueeze(torch.index_select(self.cosines, 0, at), 1), 1)
      sines = torch.unsqueeze(torch.unsqueeze(torch.index_select(self.sines, 0, at), 1), 1)
    else:
      cosines = torch.slice(self.cosines, 0, start, start + T)
      sines = torch.slice(self.sines, 0, start, start + T)
    return (cosines, sines)

  # Fills `out` with x [B, any number of heads, T, K] rotated by the angles of positions start ... start + T: halves (a, b)
  # become (a cos - b sin, b cos + a sin). With the direction -1 it rotates back, which is its derivative. Both may be
  # views: so heads are transposed for attention, or back, on the way.
  def rotate(self, x: Tensor, out: Tensor, start: int, direction: float) -> None:
    cosines, sines = self.rotary(start, torch.size(x, 2))
    _0 = torch.mul(x, cosines, out=out)
    a, b = torch.chunk(x, 2, -1)
    left, right = torch.chunk(out, 2, -1)
    _1 = torch.addcmul_(left, b, sines, value=-direction)
    _2 = torch.addcmul_(right, a, sines, value=direction)

  # The attention mask of T tokens after P others, when a token sees itself and `window` tokens before it: to be added to
  # scores, [T, P + T], 0 or minus infinity.
  def mask(self, T: int, P: int, window: int) -> Tensor:
    all = torch.ones([T, P + T], device=ops.prim.device(self.device_probe))
    return torch.to(torch.log(torch.triu(torch.tril(all, P), P - window)), self.compute)

  # The masks of T tokens after `start` others by window, where plain causal attention is not enough.
  def masks(self, T: int, start: int) -> Dict[int, Tensor]:
    out = annotate(Dict[int, Tensor], {})
    if torch.len(self.together) > 0:
      out = self.masks_together()
    if T > 1:
      for window in self.windows:
        P = ops.prim.min(start, window)
        # The operator's own causal mask lines up first query and first key, which is right for P = 0 only.
        needed = P > 0 or window < T - 1
        if needed and not self.flash and not torch.__contains__(out, window):
          out[window] = self.mask(T, P, window)
    return out

  # Keys or values [B, G, T, K], repeated for each query head that shares them, [B, H, T, K].
  def repeat_kv(self, x: Tensor) -> Tensor:
    if self.kv_heads < self.heads:
      x = torch.repeat_interleave(x, self.heads // self.kv_heads, 1)
    return x

  # Attention of queries [B, H, T, K] to keys and values [B, G, T, K], of a layer; [N, D]. Those of a sequence being decoded
  # are added to the P = start that its cache holds, and see these too, as far as the layer's window goes.
  def attend(self, queries: Tensor, keys: Tensor, values: Tensor, layer: int, masks: Dict[int, Tensor], sequence: List[Tensor], start: int, train: bool, saved: Dict[str, Tensor]) -> Tensor:
    T = torch.size(queries, 2)
    window = self.windows[layer]
    if torch.len(self.together) > 0:
      keys, values = torch.unbind(self.cache_together(keys, values, layer, sequence), 0)   # [m, G, P, K]
    elif torch.len(sequence) > 0:
      cache = torch.select(sequence[0], 0, layer)                                          # [2, 1, G, context, K]
      end = start + T
      _0 = torch.copy_(torch.slice(cache, 3, start, end), torch.stack([keys, values]))
      seen = torch.slice(cache, 3, ops.prim.max(0, start - window), end)
      keys, values = torch.unbind(seen, 0)
    saved["queries"], saved["keys"], saved["values"] = queries, keys, values
    mask = annotate(Optional[Tensor], None)
    causal = T > 1
    if torch.__contains__(masks, window):
      mask, causal = masks[window], False
    if self.flash and torch.len(self.together) == 0:
      y = self.flash_attention(queries, keys, values, window, saved)
    elif train and self.gpu:
      y, saved["sums"] = self.attend_in_blocks(queries, self.repeat_kv(keys), self.repeat_kv(values), window)
    elif train:
      y, saved["sums"] = torch._scaled_dot_product_flash_attention_for_cpu(queries, self.repeat_kv(keys), self.repeat_kv(values), 0., causal, attn_mask=mask, scale=self.score_scale())
    elif T == 1:
      # Heads that share keys are passed as so many tokens with the same keys: nothing is repeated.
      queries = torch.reshape(queries, [-1, self.kv_heads, self.heads // self.kv_heads, torch.size(queries, 3)])
      y = torch.scaled_dot_product_attention(queries, keys, values, mask, 0., False, scale=self.score_scale())
      y = torch.reshape(y, [-1, self.heads, 1, torch.size(queries, 3)])                    # [B, H, 1, K]
    else:
      y = torch.scaled_dot_product_attention(queries, self.repeat_kv(keys), self.repeat_kv(values), mask, 0., causal, scale=self.score_scale())
    saved["y"] = y
    return torch.reshape(torch.transpose(y, 1, 2), [-1, self.width])                       # of [B, H, T, K]

  # The derivative of attention: of dy [N, D] those of queries [B, H, T, K], keys and values [B, G, T, K].
  def attend_back(self, dy: Tensor, layer: int, saved: Dict[str, Tensor]) -> List[Tensor]:
    queries, keys, values = saved["queries"], saved["keys"], saved["values"]
    B, H, T, K = torch.size(queries)
    dy = torch.transpose(torch.reshape(dy, [B, T, H, K]), 1, 2)                            # [B, H, T, K]
    if self.flash:
      out = self.flash_attention_back(dy, self.windows[layer], saved)
    else:
      out = self.attend_in_blocks_back(dy, queries, self.repeat_kv(keys), self.repeat_kv(values), saved["sums"], self.windows[layer])
      if self.kv_heads < H:
        split = [B, self.kv_heads, H // self.kv_heads, T, K]
        out = [out[0], torch.sum(torch.reshape(out[1], split), [2]), torch.sum(torch.reshape(out[2], split), [2])]
    return out

  # Attention by FlashAttention 2 (https://arxiv.org/abs/2307.08691) on a GPU: windows without masks, heads that share keys
  # without copies. Called by name, because scaled_dot_product_attention takes slower kernels for windows and, where cuDNN's
  # is among those it may choose, plans anew for every length of a text being decoded. The last query lines up with the last
  # key.
  def flash_attention(self, queries: Tensor, keys: Tensor, values: Tensor, window: int, saved: Dict[str, Tensor]) -> Tensor:
    T, seen = torch.size(queries, 2), torch.size(keys, 2)
    y, saved["sums"], saved["seed"], saved["offset"], unused = torch._flash_attention_forward(torch.transpose(queries, 1, 2), torch.transpose(keys, 1, 2), torch.transpose(values, 1, 2), None, None, T, seen, 0., True, False, scale=self.score_scale(), window_size_left=self.flash_window(window, seen), window_size_right=0)
    return torch.transpose(y, 1, 2)

  def flash_attention_back(self, dy: Tensor, window: int, saved: Dict[str, Tensor]) -> List[Tensor]:
    q, k, v, y = torch.transpose(saved["queries"], 1, 2), torch.transpose(saved["keys"], 1, 2), torch.transpose(saved["values"], 1, 2), torch.transpose(saved["y"], 1, 2)
    T = torch.size(q, 1)
    # Where the operator wants sequences' bounds, an undefined tensor stands for rows of one length: such is what a
    # derivative gives that was not asked for. The fuser takes prim::AutogradZero for a constant, which no operator takes.
    one = torch.zeros([1, 1], device=ops.prim.device(dy))
    none, unused_1, unused_2 = torch.native_layer_norm_backward(one, one, [1], one, one, None, None, [False, False, False])
    dq, dk, dv = torch._flash_attention_backward(torch.transpose(dy, 1, 2), q, k, v, y, saved["sums"], none, none, T, T, 0., True, saved["seed"], saved["offset"], scale=self.score_scale(), window_size_left=self.flash_window(window, T), window_size_right=0)
    return [torch.transpose(dq, 1, 2), torch.transpose(dk, 1, 2), torch.transpose(dv, 1, 2)]

  # A window that reaches as far back as there are tokens is said as -1, for which the kernel is faster.
  def flash_window(self, window: int, seen: int) -> int:
    if window >= seen - 1:
      window = -1
    return window

  # Attention by plain products, for a GPU without that: of [B, H, T, K] each y, and the logarithms of the sums of the
  # exponentials of scores, [B, H, T]. A block of queries at a time, as in the derivative.
  def attend_in_blocks(self, queries: Tensor, keys: Tensor, values: Tensor, window: int) -> Tuple[Tensor, Tensor]:
    B, H, T, K = torch.size(queries)
    flat = [B * H, T, K]
    q, k, v = torch.reshape(queries, flat), torch.reshape(keys, flat), torch.reshape(values, flat)
    parts, sums = annotate(List[Tensor], []), annotate(List[Tensor], [])
    for lo, hi in self.query_blocks(T):
      seen = ops.prim.max(0, lo - window)
      k1, v1 = torch.slice(k, 1, seen, hi), torch.slice(v, 1, seen, hi)                    # [B * H, seen, K]
      scores = torch.baddbmm(self.mask(hi - lo, lo - seen, window), torch.slice(q, 1, lo, hi), torch.transpose(k1, 1, 2), alpha=self.score_scale())
      _0 = torch.append(sums, torch.logsumexp(scores, [-1]))                               # [B * H, rows]
      _1 = torch.append(parts, torch.bmm(torch.softmax(scores, -1), v1))                   # [B * H, rows, K]
    return (torch.reshape(torch.cat(parts, 1), [B, H, T, K]), torch.reshape(torch.cat(sums, 1), [B, H, T]))

  # First row and end of each block of T queries.
  def query_blocks(self, T: int) -> List[Tuple[int, int]]:
    out = annotate(List[Tuple[int, int]], [])
    for i in range((T + 255) // 256):
      _0 = torch.append(out, (i * 256, ops.prim.min(i * 256 + 256, T)))
    return out

  # With S = scale q kT and P = softmax S:  dv = PT dy,  dP = dy vT,  dS = P (dP - sum(P dP)),  dq = scale dS k,
  # dk = scale dST q. P is computed once more, for a block of queries and all keys that any of them sees, so that no more
  # than that is in memory at a time and later keys are skipped. All are plain products of [B * H] matrices,
  # at 600 GFLOP/s where the kernel of the operator's derivative, with its blocks of 64, reached 125 in bf16.
  #
  # bf16 scores would be too coarse at 16 and more, so that each row is shifted by the logarithm of its sum of
  # exponentials, which the forward pass knows: scores that matter come out close to zero, and softmax is the same.
  def attend_in_blocks_back(self, dy: Tensor, queries: Tensor, keys: Tensor, values: Tensor, sums: Tensor, window: int) -> List[Tensor]:
    B, H, T, K = torch.size(queries)
    flat = [B * H, T, K]
    q, k, v = torch.reshape(queries, flat), torch.reshape(keys, flat), torch.reshape(values, flat)
    dy = torch.reshape(dy, flat)
    shift = torch.to(torch.neg(torch.reshape(sums, [B * H, T, 1])), self.compute)          # [B * H, T, 1]
    blocks = self.query_blocks(T)
    dq, dk, dv = q, k, v
    if torch.len(blocks) > 1:
      # Sums over blocks, and so in fp32.
      dq = torch.empty_like(q)
      dk, dv = torch.zeros_like(k, dtype=6), torch.zeros_like(v, dtype=6)
    for lo, hi in blocks:
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
      if torch.len(blocks) > 1:
        _0 = torch.copy_(torch.slice(dq, 1, lo, hi), dq1)
        _1 = torch.add_(torch.slice(dk, 1, seen, hi), dk1)
        _2 = torch.add_(torch.slice(dv, 1, seen, hi), dv1)
      else:
        dq, dk, dv = dq1, dk1, dv1
    out = annotate(List[Tensor], [])
    for d in [dq, dk, dv]:
      _3 = torch.append(out, torch.reshape(torch.to(d, self.compute), [B, H, T, K]))
    return out

  # The masks of one token each of m sequences, [m, 1, 1, P] with P that of the longest, by window.
  def masks_together(self) -> Dict[int, Tensor]:
    starts = self.together[2]
    at = torch.unsqueeze(starts, 1)                                                        # [m, 1]
    seen = torch.unsqueeze(torch.arange(int(self.together[3]) + 1, device=ops.prim.device(starts)), 0)
    out = annotate(Dict[int, Tensor], {})
    for window in self.windows:
      if not torch.__contains__(out, window):
        visible = torch.logical_and(torch.le(seen, at), torch.ge(seen, torch.sub(at, window)))
        mask = torch.to(torch.log(torch.to(visible, 6)), self.compute)                     # [m, P]
        out[window] = torch.unsqueeze(torch.unsqueeze(mask, 1), 1)
    return out

  # Adds keys and values [m, G, 1, K] of the slots that are read on to the cache [L, 2, S, G, context, K]; what there is of a
  # layer up to the longest, [2, m, G, P, K].
  def cache_together(self, keys: Tensor, values: Tensor, layer: int, sequence: List[Tensor]) -> Tensor:
    cache = torch.select(sequence[0], 0, layer)                                            # [2, S, G, context, K]
    slots, places, starts = self.together[0], self.together[1], self.together[2]
    new = torch.select(torch.index_select(torch.stack([keys, values]), 1, slots), 3, 0)    # [2, n, G, K]
    for i in range(2):
      rows = torch.transpose(torch.select(cache, 0, i), 1, 2)                              # [S, context, G, K]
      _0 = torch.index_put_(rows, annotate(List[Optional[Tensor]], [slots, places]), torch.select(new, 0, i))
    return torch.slice(torch.slice(cache, 1, 0, torch.len(starts)), 3, 0, int(self.together[3]) + 1)

  # A cache for the keys and values of a sequence of up to `context` tokens. The system hands out the memory as it fills.
  def new_cache(self) -> Tensor:
    sizes = [self.layers, 2, 1, self.kv_heads, self.context, self.width // self.heads]
    return torch.zeros(sizes, dtype=self.compute, device=ops.prim.device(self.device_probe))

  # -------------------------------------------------------------------------------------------------------- products

  # The derivative of `linear`: adds the gradient of w to g and returns that of x.
  def linear_back(self, dy: Tensor, x: Tensor, w: Tensor, g: Tensor) -> Tensor:
    _0 = torch.add_(g, torch.mm(torch.t(dy), x))
    return torch.mm(dy, w)

  # The same, with that of x added to dx, which is overwritten.
  def linear_back_add(self, dy: Tensor, x: Tensor, w: Tensor, g: Tensor, dx: Tensor) -> Tensor:
    _0 = torch.add_(g, torch.mm(torch.t(dy), x))
    if self.gpu:
      dx = torch.addmm_(dx, dy, w)
    else:
      dx = torch.add_(dx, torch.mm(dy, w))
    return dx

  # The numbers of a vector: one transfer for all of them.
  def to_floats(self, vector: Tensor) -> List[float]:
    here = torch.to(vector, torch.device("cpu"), 7)
    out = annotate(List[float], [])
    for i in range(torch.len(here)):
      _0 = torch.append(out, float(here[i]))
    return out

  # The sum of products of two tensors of a shape. In fp32; on a GPU in one pass, which sums in fp32 and rounds the result.
  def dot(self, a: Tensor, b: Tensor) -> Tensor:
    if self.gpu:
      sum = torch.to(torch.dot(torch.reshape(a, [-1]), torch.reshape(b, [-1])), 6)
    else:
      sum = torch.sum(torch.mul(a, b), dtype=6)
    return sum

  # --------------------------------------------------------------------------------------------------------- tables

  # Each embedding table, [V, any width].
  def tables(self, of: Dict[str, Tensor]) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for name in self.embedding_tables():
      if torch.dim(of[name]) == 3:
        out = out + torch.unbind(of[name], 0)
      else:
        _0 = torch.append(out, of[name])
    return out

  # The embeddings of tokens [B, T] in each table, [B, T, its width].
  def embed(self, tokens: Tensor) -> List[Tensor]:
    out = annotate(List[Tensor], [])
    for table in self.tables(self.weights):
      _0 = torch.append(out, torch.to(torch.embedding(table, tokens), self.compute))
    return out

  # Adds the gradient of embeddings, [B, T, its width], to that of their table.
  def add_embedding_grad(self, table: Tensor, tokens: Tensor, gradient: Tensor) -> None:
    rows = torch.reshape(torch.to(gradient, 6), [-1, torch.size(table, 1)])                # [N, its width]
    if self.gpu:
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

  # First row and end of each block of logits z [n, V]: on a CPU a megabyte of fp32, which stays in the cache.
  def row_blocks(self, z: Tensor) -> List[Tuple[int, int]]:
    n, V = torch.size(z)
    rows = n
    if not self.gpu:
      rows = ops.prim.max(1, 262144 // V)
    out = annotate(List[Tuple[int, int]], [])
    for i in range((n + rows - 1) // rows):
      _0 = torch.append(out, (i * rows, ops.prim.min(i * rows + rows, n)))
    return out

  def uniform(self, sizes: List[int], low: float, high: float, g: Generator) -> Tensor:
    return torch.add_(torch.mul_(torch.rand(sizes, generator=g), high - low), low)

  # ----------------------------------------------------------------------------------------------- called from Java

  # Everything will live on the device of `device_probe`. First of all calls.
  def init(self, device_probe: Tensor, windows: Tensor) -> Tensor:
    self.device_probe = torch.clone(device_probe)
    for i in range(self.layers):
      _0 = torch.append(self.windows, int(windows[i]))
    self.init_rotary()
    return device_probe

  # Takes over tensors by name: weights under their own, the optimiser's with a prefix, such as "mean.".
  def load_state(self, tensors: Dict[str, Tensor]) -> Tensor:
    there = ops.prim.device(self.device_probe)
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
    return self.device_probe

  # Takes over a chunk of a tensor of these sizes, from the number `first` on; chunks come in order. Java lends them for
  # the call only, and no more than a buffer holds.
  def load_chunk(self, chunks: Dict[str, Tensor], sizes: Tensor, first: Tensor) -> Tensor:
    for name in torch.keys(chunks):
      chunk = chunks[name]
      if int(first) == 0:
        shape = annotate(List[int], [])
        for i in range(torch.len(sizes)):
          _0 = torch.append(shape, int(sizes[i]))
        self.incoming = torch.empty(shape, dtype=6, device=ops.prim.device(self.device_probe))
      end = int(first) + torch.len(chunk)
      _1 = torch.copy_(torch.slice(torch.reshape(self.incoming, [-1]), 0, int(first), end), chunk)
      if end == torch.numel(self.incoming):
        whole = annotate(Dict[str, Tensor], {})
        whole[name] = self.incoming
        self.incoming = self.device_probe
        _2 = self.load_state(whole)
    return self.device_probe

  # Casts the compute weights, once all weights are loaded. Embedding tables are read where they are, a few rows at a time.
  # A model for inference has its weights in the compute precision alone.
  def prepare(self, train: Tensor) -> Tensor:
    names = self.embedding_tables()
    for name in torch.keys(self.weights):
      full = self.weights[name]
      cast = full
      # What is packed is rounded once, by `prepack`.
      packing = self.row_format > 0 and not torch.__contains__(names, name)
      if torch.dim(full) > 1 and not packing:
        cast = torch.to(full, self.compute)
      if not bool(train):
        self.weights[name] = cast
      if name == self.head() or not torch.__contains__(names, name):
        self.compute_weights[name] = cast
        if self.row_format > 0:
          self.compute_weights[name] = full
      if bool(train):
        self.gradients[name] = torch.zeros_like(self.weights[name])
    if not bool(train):
      for tensor in self.layer_weights(self.compute_weights):
        _0 = torch.append(self.inference_weights, self.prepack(tensor))
      head = self.prepack(self.compute_weights[self.head()])
      # What is prepacked is not held twice.
      for name in torch.keys(self.compute_weights):
        if not torch.__contains__(names, name):
          _1 = torch.pop(self.weights, name)
      torch.clear(self.compute_weights)
      self.compute_weights[self.head()] = head
    return train

  # The layers' weights for a forward pass.
  def forward_weights(self) -> List[Tensor]:
    out = self.inference_weights
    if torch.len(out) == 0:
      out = self.layer_weights(self.compute_weights)
    return out

  # Adds the gradient of scale times the summed loss of tokens, targets [B, T]; returns the summed loss, in nats.
  def accumulate(self, tokens: Tensor, targets: Tensor, scale: Tensor) -> Tensor:
    started = ops.prim.TimePoint()
    _0 = torch.set_grad_enabled(False)
    layer_weights = self.layer_weights(self.compute_weights)
    saved = annotate(List[Dict[str, Tensor]], [])
    rows = self.embed(tokens)
    states = self.trunk(rows, layer_weights, annotate(List[Tensor], []), 0, True, saved)   # [N, D]

    # The head is applied to a chunk of rows at a time: the logits of a whole micro-batch would be most of its memory.
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    weight = torch.unsqueeze(torch.ge(flat, 0) * float(scale), 1)                          # [N, 1]
    top = torch.zeros_like(states)
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      part = torch.slice(states, 0, lo, hi)                                                # [n, D]
      nats, slopes = self.cross_entropy(part, torch.slice(flat, 0, lo, hi), True)
      # The weight of a row goes to the narrow side of each product.
      share = torch.slice(weight, 0, lo, hi)                                               # [n, 1]
      _4 = torch.copy_(torch.slice(top, 0, lo, hi), torch.mm(slopes, self.compute_weights[self.head()]) * share)
      _5 = torch.add_(self.gradients[self.head()], torch.mm(torch.t(slopes), torch.to(part * share, self.compute)))
      total = total + nats

    grads = self.backward(top, rows, layer_weights, self.layer_weights(self.gradients), saved)
    tables = self.tables(self.gradients)
    for i in range(torch.len(tables)):
      self.add_embedding_grad(tables[i], tokens, grads[i])
    return self.finish(total, started)

  # Moves a result to the CPU, which waits for the device, and counts the time since `started`.
  def finish(self, result: Tensor, started: int) -> Tensor:
    here = torch.to(result, torch.device("cpu"))
    self.engine_nanos = self.engine_nanos + (ops.prim.TimePoint() - started)
    return here

  # All nanoseconds so far.
  def engine_time(self, unused: Tensor) -> Tensor:
    return torch.tensor(self.engine_nanos)

  # The summed loss of tokens, targets [B, T], in nats.
  def score(self, tokens: Tensor, targets: Tensor) -> Tensor:
    started = ops.prim.TimePoint()
    _0 = torch.set_grad_enabled(False)
    nothing = annotate(List[Dict[str, Tensor]], [])
    states = self.trunk(self.embed(tokens), self.forward_weights(), annotate(List[Tensor], []), 0, False, nothing)
    flat = torch.reshape(torch.to(targets, 4), [-1])                                       # [N]
    total = torch.zeros([], dtype=7, device=ops.prim.device(states))
    for lo, hi in self.chunks(torch.size(states, 0)):
      nats, unused = self.cross_entropy(torch.slice(states, 0, lo, hi), torch.slice(flat, 0, lo, hi), False)
      total = total + nats
    return self.finish(total, started)

  # Weights and optimiser state, by the names that `load_state` takes.
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

  def open_sequence(self, number: Tensor) -> Tensor:
    self.sequences[int(number)] = self.new_sequence()
    return number

  def close_sequence(self, number: Tensor) -> Tensor:
    return torch.slice(torch.pop(self.sequences, int(number))[0], 0, 0, 0)

  # Runs tokens [1, T] after the `start` that the sequence has; the logits of the next token, [V].
  def decode_step(self, number: Tensor, tokens: Tensor, start: Tensor) -> Tensor:
    _0 = torch.set_grad_enabled(False)
    nothing = annotate(List[Dict[str, Tensor]], [])
    states = self.trunk(self.embed(tokens), self.forward_weights(), self.sequences[int(number)], int(start), False, nothing)
    return torch.squeeze(self.logits(torch.slice(states, 0, -1)), 0)                       # of [1, D]

  # Opens S sequences, with numbers from this one on, that can be read on together.
  def open_batch(self, number: Tensor, slots: Tensor) -> Tensor:
    S = int(slots)
    whole = annotate(List[Tensor], [])
    for one in self.new_sequence():
      sizes = torch.size(one)
      many = [S] + torch.slice(sizes, 1)
      if torch.len(whole) == 0:
        many = torch.slice(sizes, 0, 2) + [S] + torch.slice(sizes, 3)
      _0 = torch.append(whole, torch.zeros(many, dtype=ops.prim.dtype(one), device=ops.prim.device(one)))
    for i in range(S):
      part = [torch.slice(whole[0], 2, i, i + 1)]
      for j in range(torch.len(whole) - 1):
        _1 = torch.append(part, torch.slice(whole[j + 1], 0, i, i + 1))
      self.sequences[int(number) + i] = part
    self.batches[int(number)] = whole
    return number

  # A sequence of a batch is to begin anew. What its cache holds is never looked at again.
  def clear_sequence(self, number: Tensor) -> Tensor:
    state = self.sequences[int(number)]
    for j in range(torch.len(state) - 1):
      _0 = torch.zero_(state[j + 1])
    return number

  def close_batch(self, number: Tensor, slots: Tensor) -> Tensor:
    # A pass that failed in its middle has left its own, and Java closes the batch then.
    self.together = annotate(List[Tensor], [])
    for i in range(int(slots)):
      _0 = torch.pop(self.sequences, int(number) + i)
    _1 = torch.pop(self.batches, int(number))
    return number

  # Reads n slots of a batch, [n], on by a token each; tokens [m, 1] and positions [m] are those of the first m slots, in which
  # the others do not count. The logits of the next tokens, [n, V].
  #
  # All m rows go through the products, which read the weights once for all; attention sees each row's own cache by a mask.
  def decode_together(self, number: Tensor, slots: Tensor, tokens: Tensor, starts: Tensor) -> Tensor:
    _0 = torch.set_grad_enabled(False)
    there = ops.prim.device(self.device_probe)
    chosen, all = torch.to(slots, there, 4), torch.to(starts, there, 4)
    # The longest is asked for once, since a GPU has to be waited for.
    self.together = [chosen, torch.index_select(all, 0, chosen), all, torch.to(torch.max(all), torch.device("cpu"))]
    whole = self.batches[int(number)]
    # Rows that do not count must not leave anything behind.
    sequence = [whole[0]]
    for j in range(torch.len(whole) - 1):
      _1 = torch.append(sequence, torch.clone(torch.slice(whole[j + 1], 0, 0, torch.len(all))))
    nothing = annotate(List[Dict[str, Tensor]], [])
    states = self.trunk(self.embed(tokens), self.forward_weights(), sequence, 0, False, nothing)  # [m, D]
    for j in range(torch.len(whole) - 1):
      _2 = torch.index_copy_(whole[j + 1], 0, chosen, torch.index_select(sequence[j + 1], 0, chosen))
    self.together = annotate(List[Tensor], [])
    return self.logits(torch.index_select(states, 0, chosen))
