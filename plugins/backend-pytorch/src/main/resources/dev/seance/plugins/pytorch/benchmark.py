# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# Matrix products and reads of memory to time: what this machine can do. Java appends products.py.

class Benchmark(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  a : Tensor
  # Weights to multiply one row by, as `prepack` gives them, and that row.
  rows : List[Tensor]
  row : Tensor

  # Makes the matrix to multiply, [n, n], on the device of `device_probe`, in the type of that code.
  def prepare(self, device_probe: Tensor, n: Tensor, code: Tensor) -> Tensor:
    self.a = torch.to(torch.rand([int(n), int(n)], device=ops.prim.device(device_probe)), int(code))
    return device_probe

  # Multiplies it by itself so many times, and waits once, for all of them: a GPU is to have the next one at hand.
  def multiply(self, times: Tensor) -> Tensor:
    total = torch.zeros([], device=ops.prim.device(self.a))
    for i in range(int(times)):
      total = total + torch.select(torch.select(torch.mm(self.a, self.a), 0, 0), 0, 0)
    return torch.tensor(float(total))

  # Makes the numbers to read, n in fp32, on the device of `device_probe`.
  def fill(self, device_probe: Tensor, n: Tensor) -> Tensor:
    self.a = torch.ones([int(n)], device=ops.prim.device(device_probe))
    return device_probe

  # Adds them up so many times, and waits once. No product reads faster.
  def read(self, times: Tensor) -> Tensor:
    total = torch.zeros([], device=ops.prim.device(self.a))
    for i in range(int(times)):
      total = total + torch.sum(self.a)
    return torch.tensor(float(total))

  # Makes `count` matrices of weights, [out, in], packed by that code.
  def prepare_rows(self, count: Tensor, out: Tensor, width: Tensor, code: Tensor) -> Tensor:
    _0 = self.init_packing(code)
    torch.clear(self.rows)
    self.row = torch.to(torch.rand([1, int(width)]), self.compute)
    one = torch.to(torch.sub(torch.rand([int(out), int(width)]), 0.5), self.compute)
    for i in range(int(count)):
      _1 = torch.append(self.rows, self.prepack(torch.clone(one)))
    return count

  # Multiplies the row by each of them, so many times.
  def multiply_row(self, times: Tensor) -> Tensor:
    y = self.row
    for i in range(int(times)):
      for w in self.rows:
        y = self.linear(self.row, w)
    return torch.tensor(float(y[0][0]))
