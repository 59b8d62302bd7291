
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # The last third of every model's class: how an update changes each tensor. A rule's state is made when it first updates
  # a tensor, and that of another rule for the tensor is dropped.

  # Adam's running means of gradients and of their squares.
  means : Dict[str, Tensor]
  squares : Dict[str, Tensor]
  # Muon's running means of gradients, and of mean squares of the rows or columns of its updates.
  momenta : Dict[str, Tensor]
  variances : Dict[str, Tensor]
  # The weights that an update is about: the compiler drops a write to a list that it sees being made.
  updated : List[Tensor]

  # One update: its number and the greatest norm of the gradient, and of each tensor its rule, 0 for AdamW with rate, beta1,
  # beta2, epsilon, decay, or 1 for Muon with rate, momentum, beta2, decay, and 1 if it is equilibrated. Sets the gradient to
  # zero and returns its norm before it is clipped. A norm that is not finite changes nothing.
  def update(self, step: Tensor, rules: Dict[str, Tensor]) -> Tensor:
    started = ops.prim.TimePoint()
    number, clip = float(step[0]), float(step[1])
    _0 = torch.set_grad_enabled(False)
    total = torch.zeros([], dtype=7, device=ops.prim.device(self.device_probe))
    for name in torch.keys(self.gradients):
      total = total + self.sum_of_squares(self.gradients[name])
    norm = float(torch.sqrt(total))
    for name in torch.keys(self.gradients):
      g = self.gradients[name]
      if torch.isfinite(norm):
        if norm > clip:
          _1 = torch.mul_(g, clip / norm)
        rule = rules[name]
        if int(rule[0]) == 0:
          self.adamw(name, g, number, rule)
        else:
          self.muon(name, g, rule)
        if torch.__contains__(self.compute_weights, name):
          _2 = torch.copy_(self.compute_weights[name], self.weights[name])
      _3 = torch.zero_(g)
    return self.finish(torch.sqrt(total), started)

  # AdamW (https://arxiv.org/abs/1711.05101).
  def adamw(self, name: str, g: Tensor, number: float, rule: Tensor) -> None:
    if not torch.__contains__(self.means, name):
      self.means[name], self.squares[name] = torch.zeros_like(g), torch.zeros_like(g)
    if torch.__contains__(self.momenta, name):
      _0, _1 = torch.pop(self.momenta, name), torch.pop(self.variances, name)
    # The fused kernel: 4 ms where elementary operators took 84, nearly all of it memory.
    self.updated = [self.weights[name]]
    m, v, none = [self.means[name]], [self.squares[name]], annotate(List[Tensor], [])
    t = [torch.tensor(number, dtype=6, device=ops.prim.device(g))]
    _2 = torch._fused_adamw_(self.updated, [g], m, v, none, t, lr=float(rule[1]), beta1=float(rule[2]), beta2=float(rule[3]), weight_decay=float(rule[5]), eps=float(rule[4]), amsgrad=False, maximize=False)

  # Muon (https://kellerjordan.github.io/posts/muon/) as nanochat has it, for each matrix of a stack by itself.
  def muon(self, name: str, g: Tensor, rule: Tensor) -> None:
    if not torch.__contains__(self.momenta, name):
      self.momenta[name], self.variances[name] = torch.zeros_like(g), self.init_variance(name)
    if torch.__contains__(self.means, name):
      _0, _1 = torch.pop(self.means, name), torch.pop(self.squares, name)
    momentum, m = float(rule[2]), self.momenta[name]
    _2 = torch.lerp_(m, g, 1. - momentum)
    # Nesterov's: a step ahead of the mean.
    _3 = torch.lerp_(g, m, momentum)
    weights, variances = self.weights[name], self.variances[name]
    if name == "attention_qkv":
      # Queries, keys and values are three matrices; each has as many variances as the model is wide.
      kv = self.width // self.heads * self.kv_heads
      row, at = 0, 0
      for size in [self.width, kv, kv]:
        variance = torch.slice(variances, 1, at, at + self.width)                          # [L, D, 1]
        if size < self.width:
          variance = torch.transpose(variance, 1, 2)                                       # [L, 1, D]
        self.step(torch.slice(weights, 1, row, row + size), torch.slice(g, 1, row, row + size), variance, rule)
        row, at = row + size, at + self.width
    else:
      self.step(weights, g, variances, rule)

  # Variances for a stack [L, out, in]: a number for each row of a tall or square matrix, [L, out, 1], for
  # each column of a wide one, [L, 1, in].
  def init_variance(self, name: str) -> Tensor:
    L, rows, columns = torch.size(self.weights[name])
    sizes = [L, 1, columns]
    if name == "attention_qkv":
      sizes = [L, 3 * self.width, 1]
    elif rows >= columns:
      sizes = [L, rows, 1]
    return torch.zeros(sizes, device=ops.prim.device(self.device_probe))

  # Updates the matrices w [L, out, in] by their momentum g, made orthogonal, each row or column of it then scaled to the
  # same mean square over time while the norm of the whole stays (NorMuon, https://arxiv.org/abs/2510.05491). Decay is
  # cautious (https://arxiv.org/abs/2411.16085): only where it has the sign of the update.
  def step(self, w: Tensor, g: Tensor, variance: Tensor, rule: Tensor) -> None:
    L, rows, columns = torch.size(w)
    beta2 = float(rule[3])
    # Taller matrices take longer steps, so that their outputs change alike.
    rate = float(rule[1]) * torch.sqrt(ops.prim.max(1., rows / columns))
    across, length = -2, rows
    if rows >= columns:
      across, length = -1, columns
    equilibrated = int(rule[5]) == 1
    if equilibrated:
      g = self.equilibrate(g)
    u = torch.to(self.orthogonal(g), 6)
    if equilibrated:
      # Muon+: five steps do not bring every singular value to 1; the norm is set to that of as many ones.
      norm = torch.clamp_min(torch.linalg_vector_norm(u, 2, [-2, -1], True), 1e-6)
      u = torch.mul_(u, torch.mul(torch.reciprocal(norm), torch.sqrt(ops.prim.min(rows, columns))))
    squares = torch.mean(torch.square(u), [across], True)                                  # as variance
    _0 = torch.lerp_(variance, squares, 1. - beta2)
    scale = torch.rsqrt(torch.clamp_min(variance, 1e-10))
    before = torch.sqrt(torch.sum(squares, [-2, -1], True) * length)                       # [L, 1, 1]
    after = torch.sqrt(torch.sum(squares * torch.square(scale), [-2, -1], True) * length)
    u = torch.mul_(u, scale * (before / torch.clamp_min(after, 1e-10)))
    decay = torch.mul_(torch.to(torch.ge(u * w, 0), 6), w)
    _1 = torch.sub_(w, torch.add_(u, decay, alpha=float(rule[4])), alpha=rate)

  # g [L, out, in] with rows of one length, the root of the mean square of what they were (MuonEq): the singular values are
  # closer together then, and five steps bring more of them to 1.
  def equilibrate(self, g: Tensor) -> Tensor:
    L, rows, columns = torch.size(g)
    lengths = torch.linalg_vector_norm(g, 2, [-1], True)                                   # [L, out, 1]
    length = torch.linalg_vector_norm(g, 2, [-2, -1], True) / torch.sqrt(rows)             # [L, 1, 1]
    return g * (length / torch.clamp_min(lengths, 1e-6))

  # The nearest matrices to g [L, out, in] whose singular values are all 1, roughly: five steps of Polar Express
  # (https://arxiv.org/abs/2505.16932), whose polynomials a x + b x^3 + c x^5 push singular values from 0 ... 1 to about 1.
  # Coefficients for five steps and a margin of 2 %. In the compute precision: a matrix only roughly orthogonal does.
  def orthogonal(self, g: Tensor) -> Tensor:
    # No singular value may be above 1, and the root of the sum of their squares is not.
    length = torch.linalg_vector_norm(g, 2, [-2, -1], True)
    x = torch.to(g / (length * 1.01 + 1e-6), self.compute)
    L, rows, columns = torch.size(g)
    coefficients = [(8.156554524902461, -22.48329292557795, 15.878769915207462), (4.042929935166739, -2.808917465908714, 0.5000178451051316), (3.8916678022926607, -2.772484153217685, 0.5060648178503393), (3.285753657755655, -2.3681294933425376, 0.46449024233003106), (2.3465413258596377, -1.7097828382687081, 0.42323551169305323)]
    for a, b, c in coefficients:
      t = torch.transpose(x, 1, 2)
      # The products are with the smaller of x xT and xT x.
      if rows > columns:
        square = torch.bmm(t, x)
        x = torch.baddbmm(x, x, torch.baddbmm(square, square, square, beta=b, alpha=c), beta=a)
      else:
        square = torch.bmm(x, t)
        x = torch.baddbmm(x, torch.baddbmm(square, square, square, beta=b, alpha=c), x, beta=a)
    return x
