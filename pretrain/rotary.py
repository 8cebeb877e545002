"""Rotary positions in the half-split form of Llama and Qwen2."""

import math

import torch


def rotary_tables(config):
    """Cosines and sines [positions, head size] of the turns at each position."""
    size = config["head_dim"]
    rates = config["rope_theta"] ** -(torch.arange(0, size, 2) / size)
    if scaling := config.get("rope_scaling"):
        rates = slowed(rates, scaling)
    turns = torch.outer(torch.arange(config["max_position_embeddings"]), rates)
    turns = torch.cat((turns, turns), -1)
    return turns.cos(), turns.sin()


def slowed(rates, scaling):
    """Llama 3's scaling: waves longer than the original context are stretched, short ones are not."""
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    rotations = scaling["original_max_position_embeddings"] * rates / (2 * math.pi)
    kept = ((rotations - low) / (high - low)).clamp(0, 1)
    return rates * (kept + (1 - kept) / scaling["factor"])


def turned(x, cos, sin):
    """Queries or keys [..., length, head size], each turned by its position."""
    half = x.shape[-1] // 2
    return x * cos + torch.cat((-x[..., half:], x[..., :half]), -1) * sin
