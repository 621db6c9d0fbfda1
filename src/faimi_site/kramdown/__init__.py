"""kramdown's Markdown, as GitHub Pages reads it, for Python-Markdown: the syntax is at https://kramdown.gettalong.org."""
