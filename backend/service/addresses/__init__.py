"""The address register: keeping it, taking files in, understanding what people call a place, finding it."""
