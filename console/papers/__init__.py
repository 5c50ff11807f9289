"""The papers of a joint action: what each says (`paper`), and how it is laid on sheets (`laying`)."""
