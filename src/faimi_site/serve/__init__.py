"""The preview: a site that is built anew at each save, served as GitHub Pages would, and loaded anew in the browser."""
