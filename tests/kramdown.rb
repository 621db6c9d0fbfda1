# Reads a list of Markdown texts as JSON, and prints what kramdown makes of them as GitHub Pages calls it.
require "json"
require "kramdown"
require "kramdown-parser-gfm"

# Jekyll's defaults (lib/jekyll/configuration.rb); no colours for code: the comparison leaves them out.
OPTIONS = {
  input: "GFM", hard_wrap: false, auto_ids: true, toc_levels: (1..6).to_a, entity_output: :as_char,
  smart_quotes: "lsquo,rsquo,ldquo,rdquo", guess_lang: true, footnote_nr: 1, syntax_highlighter: nil
}
texts = JSON.parse($stdin.read.force_encoding("UTF-8"))
print JSON.generate(texts.map { |text| Kramdown::Document.new(text, OPTIONS).to_html })
