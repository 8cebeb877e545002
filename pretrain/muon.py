"""The optimiser of the matrices of both embedded models' layers."""

import torch


class Muon:
    """Momentum, orthogonalised by five Newton-Schulz steps (Jordan et al. 2024), for the matrices of the layers."""

    def __init__(self, matrices, dtype=torch.float32):
        """`dtype` is that of the Newton-Schulz products."""
        self.matrices, self.dtype = matrices, dtype
        self.momentum = [torch.zeros_like(p) for p in matrices]

    @torch.no_grad()
    def step(self, rate):
        alike = {}
        for p, m in zip(self.matrices, self.momentum):
            m.mul_(0.95).add_(p.grad)
            alike.setdefault(p.shape, []).append((p, p.grad + 0.95 * m))
        for shape, pairs in alike.items():
            steps = orthogonal(torch.stack([x for _, x in pairs]), self.dtype)
            for (p, _), x in zip(pairs, steps):
                p.mul_(1 - 0.05 * rate)
                p.add_(x, alpha=-rate * max(1, shape[0] / shape[1]) ** 0.5)


def orthogonal(matrices, dtype):
    """The nearest orthogonal matrices of a stack, roughly: singular values become about 1."""
    tall = matrices.shape[1] > matrices.shape[2]
    x = matrices.mT if tall else matrices
    x = (x / (x.norm(dim=(1, 2), keepdim=True) + 1e-7)).to(dtype)
    for _ in range(5):
        square = x @ x.mT
        x = 3.4445 * x + (2.0315 * square @ square - 4.7750 * square) @ x
    return (x.mT if tall else x).to(matrices.dtype)
