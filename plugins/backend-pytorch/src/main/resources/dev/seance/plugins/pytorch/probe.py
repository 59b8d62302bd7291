# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# Matrix products and reads of memory to time: what this machine can do.

class Probe(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  a : Tensor

  # Makes the matrix to multiply, [n, n], where `place` is, in the type of that code.
  def prepare(self, place: Tensor, n: Tensor, code: Tensor) -> Tensor:
    self.a = torch.to(torch.rand([int(n), int(n)], device=ops.prim.device(place)), int(code))
    return place

  # Multiplies it by itself so many times, and waits for the end.
  def multiply(self, times: Tensor) -> Tensor:
    total = 0.
    for i in range(int(times)):
      total = total + float(torch.select(torch.select(torch.mm(self.a, self.a), 0, 0), 0, 0))
    return torch.tensor(total)

  # Makes the matrix to read, of n numbers in fp32, where `place` is.
  def fill(self, place: Tensor, n: Tensor) -> Tensor:
    self.a = torch.ones([int(n) // 4096, 4096], device=ops.prim.device(place))
    return place

  # Multiplies a vector by it so many times, and waits for the end.
  def read(self, times: Tensor) -> Tensor:
    v = torch.ones([4096], device=ops.prim.device(self.a))
    total = 0.
    for i in range(int(times)):
      total = total + float(torch.select(torch.mv(self.a, v), 0, 0))
    return torch.tensor(total)
