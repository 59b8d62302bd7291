# Copyright the Seance authors.
# SPDX-License-Identifier: Apache-2.0
#
# Matrix products and reads of memory to time: what this machine can do.

class Benchmark(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  a : Tensor

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

  # Makes the matrix to read, of n numbers in fp32, on the device of `device_probe`.
  def fill(self, device_probe: Tensor, n: Tensor) -> Tensor:
    self.a = torch.ones([int(n) // 4096, 4096], device=ops.prim.device(device_probe))
    return device_probe

  # Multiplies a vector by it so many times, and waits once.
  def read(self, times: Tensor) -> Tensor:
    v = torch.ones([4096], device=ops.prim.device(self.a))
    total = torch.zeros([], device=ops.prim.device(self.a))
    for i in range(int(times)):
      total = total + torch.select(torch.mv(self.a, v), 0, 0)
    return torch.tensor(float(total))
