
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # Products with weights, for inference and training. Part of every model's class, and of benchmark.py, which times them.
  # Needs the constants `compute` and `gpu`, see language_model.py.
  #
  # For one row, as in decoding, all is reading w. On a processor w may be held twice: as a matrix, for many rows, and packed for
  # one row in a number format of fewer bytes. Bytes a second of one thread, of a memory that gives it 30 GB/s (AMD Zen 5):
  #   fp32, a matrix times a vector                20
  #   bf16, in oneDNN's layout                     26
  #   fp16, packed by FBGEMM                       32, and the same without AVX-512; the product is in fp32
  #   int8, packed by FBGEMM, x in 8 bits too      27
  #   int8, `_weight_int8pack_mm`                  16, and that of an x in fp32 is 60 times slower
  #   int4, `_weight_int4pack_mm_for_cpu`          17, which is no more weights a second than int8

  # The format of packed weights: 0 for none, 1 for fp16, 2 for int8.
  row_format : int
  # Weights packed for one row, and the same as matrices.
  packed : List[__torch__.torch.classes.quantized.LinearPackedParamsBase]
  matrices : List[Tensor]
  # Whether 8-bit products saturate here, so that x may have 7 bits only.
  saturating : bool

  # y = x wT, x [N, in] and w [out, in], or what `prepack` made of it.
  def linear(self, x: Tensor, w: Tensor) -> Tensor:
    if not self.gpu and ops.prim.dtype(w) == 4:
      place = int(w)
      if torch.size(x, 0) == 1:
        y = self.packed_product(x, self.packed[place])
      else:
        y = self.product(x, self.matrices[place])
    else:
      y = self.product(x, w)
    return y

  # For one row, matrices in the layout of oneDNN's own come in faster than by the product with a vector, and that of matrices
  # is slowest, since it copies w first.
  def product(self, x: Tensor, w: Tensor) -> Tensor:
    if ops.prim.is_mkldnn(w):
      y = ops.mkldnn._linear_pointwise(x, w, None, "none", annotate(List[Optional[number]], []), None)
    elif torch.size(x, 0) == 1:
      y = torch.unsqueeze(torch.mv(w, torch.select(x, 0, 0)), 0)
    else:
      y = torch.linear(x, w)
    return y

  # The same for one row and packed weights. In int8, x is rounded to 8 bits between its least and its greatest number.
  def packed_product(self, x: Tensor, w: __torch__.torch.classes.quantized.LinearPackedParamsBase) -> Tensor:
    x = torch.to(x, 6)
    if self.row_format == 2:
      y = ops.quantized.linear_dynamic(x, w, self.saturating)
    else:
      y = ops.quantized.linear_dynamic_fp16(x, w)
    return torch.to(y, self.compute)

  # The weights w for inference: in the layout that is fastest for many rows; where they are packed too, their place among
  # these, as a tensor of one integer.
  def prepack(self, w: Tensor) -> Tensor:
    matrix = w
    if torch.dim(w) == 2:
      matrix = torch.to(w, self.compute)
    if not self.gpu and torch.dim(w) == 2 and torch.size(w, -1) >= 64:
      if self.compute == 15:
        if ops.mkldnn._is_mkldnn_bf16_supported():
          matrix = ops.mkldnn._reorder_linear_weight(torch.contiguous(matrix), 1)
      if self.row_format > 0:
        _0 = torch.append(self.packed, self.pack(torch.to(w, 6)))
        _1 = torch.append(self.matrices, matrix)
        matrix = torch.tensor(torch.len(self.packed) - 1)
    return matrix

  # Of w [out, in] in fp32. In int8 each of its rows has a step of its own, a 127th of its greatest number.
  def pack(self, w: Tensor) -> __torch__.torch.classes.quantized.LinearPackedParamsBase:
    if self.row_format == 2:
      steps = torch.mul(torch.clamp(torch.amax(torch.abs(w), [1]), 1e-30), 1. / 127.)
      rounded = torch.quantize_per_channel(w, steps, torch.zeros_like(steps, dtype=4), 0, 12)
      packed = ops.quantized.linear_prepack(rounded, None)
    else:
      packed = ops.quantized.linear_prepack_fp16(torch.contiguous(w), None)
    return packed

  # From now on weights are packed so; the code is that of `row_format`.
  def init_packing(self, code: Tensor) -> Tensor:
    self.row_format = int(code)
    torch.clear(self.packed)
    torch.clear(self.matrices)
    if self.row_format == 2:
      # A processor without VNNI adds pairs of products in 16 bits. Here such a sum is twice 127 x 255.
      ones = torch.ones([64, 64])
      self.saturating = bool(torch.lt(torch.amax(ops.quantized.linear_dynamic(ones, self.pack(ones), False)), 63.))
    return code
