"""The book on paper, made from the built pages."""
