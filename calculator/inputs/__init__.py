"""What a reader may give: the kinds of input, and the vocabulary that declares each once."""
