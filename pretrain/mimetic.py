"""How the matrices of both embedded models begin, but for what each adds of its own.

After Trockman & Kolter 2023 (mimetic initialisation); docs/embedded-model.md says what it brings.
"""

import math

import torch
import torch.nn as nn


def begin_small(model, layers):
    """Small random matrices, smaller still where a layer ends; no biases."""
    for name, p in model.named_parameters():
        if p.dim() == 2:
            nn.init.normal_(p, std=0.02)
        elif name.endswith(".bias"):
            nn.init.zeros_(p)
        if name.endswith("down_proj.weight"):
            p /= math.sqrt(2 * layers)


def compare_and_copy(attention, strength):
    """Queries and keys begin equal, so that a position reads where the same is, and copies what it reads."""
    width = attention.q_proj.weight.shape[0]
    basis = torch.linalg.qr(torch.randn(width, width))[0]
    attention.v_proj.weight.copy_(basis)
    attention.o_proj.weight.copy_(strength * basis.T)
    nn.init.normal_(attention.q_proj.weight, std=0.1)
    attention.k_proj.weight.copy_(attention.q_proj.weight)
