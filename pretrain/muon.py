"""The optimiser of the matrices of both embedded models' layers."""

import torch


class Muon:
    """Momentum, orthogonalised by five Newton-Schulz steps (Jordan et al. 2024), for the matrices of the layers."""

    def __init__(self, matrices):
        self.matrices = matrices
        self.momentum = [torch.zeros_like(p) for p in matrices]

    @torch.no_grad()
    def step(self, rate):
        for p, m in zip(self.matrices, self.momentum):
            m.mul_(0.95).add_(p.grad)
            x = p.grad + 0.95 * m
            tall = x.shape[0] > x.shape[1]
            x = x.T if tall else x
            x = x / (x.norm() + 1e-7)
            for _ in range(5):
                square = x @ x.T
                x = 3.4445 * x + (2.0315 * square @ square - 4.7750 * square) @ x
            p.mul_(1 - 0.05 * rate)
            p.add_(x.T if tall else x, alpha=-rate * max(1, p.shape[0] / p.shape[1]) ** 0.5)
