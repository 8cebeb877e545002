"""Rotary positions in the half-split form of Llama and Qwen2."""

import torch


def rotary_tables(config):
    """Cosines and sines [positions, head size] of the turns at each position."""
    size = config["head_dim"]
    rates = config["rope_theta"] ** -(torch.arange(0, size, 2) / size)
    turns = torch.outer(torch.arange(config["max_position_embeddings"]), rates)
    turns = torch.cat((turns, turns), -1)
    return turns.cos(), turns.sin()


def turned(x, cos, sin):
    """Queries or keys [..., length, head size], each turned by its position."""
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin
