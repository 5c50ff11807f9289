"""The screens of the seat."""
