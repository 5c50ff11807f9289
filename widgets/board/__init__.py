"""Columns with cards, drawn from one to another: a board of what is under way, by phase."""

from widgets.board.board import Board
from widgets.board.cards import Badge, BoardColumn, Card, Tone

__all__ = ["Badge", "Board", "BoardColumn", "Card", "Tone"]
