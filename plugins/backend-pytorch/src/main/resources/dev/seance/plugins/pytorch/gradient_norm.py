
  # Copyright the Seance authors.
  # SPDX-License-Identifier: Apache-2.0
  #
  # A part of every model's class: the norm that a gradient is clipped by.

  # The sum of the squares of all numbers, in float64. A single reduction in fp32 adds 340 million squares to one number
  # per vector lane, which soon is too large to notice the next: for equal small numbers it stops growing. So each 1,024
  # numbers are summed in fp32, at 64 additions a lane at most, and what they come to in float64; it is one pass over the
  # numbers either way.
  def sum_of_squares(self, g: Tensor) -> Tensor:
    flat = torch.reshape(g, [-1])
    end = torch.numel(flat) // 1024 * 1024
    blocks = torch.linalg_vector_norm(torch.reshape(torch.slice(flat, 0, 0, end), [-1, 1024]), 2, [-1])
    rest = torch.linalg_vector_norm(torch.slice(flat, 0, end))
    return torch.add(torch.sum(torch.square(torch.to(blocks, 7))), torch.square(torch.to(rest, 7)))
