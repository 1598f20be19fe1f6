"""A feedback document taken apart by a person: the tree as rows over the frozen text, changes, questions, hints. No models."""
