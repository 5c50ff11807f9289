"""Steps on many tickets at once: one preview, one form, an outcome for each."""
