// What is valid HTML, for pages whose Markdown and HTML are their authors'.
export default {
  root: true,
  extends: ["html-validate:standard", "html-validate:document", "html-validate:a11y"],
  rules: {
    // Scripts and styles are the site's own: a hash of them would guard nothing.
    "require-sri": ["error", { target: "crossorigin" }],
    // Authors paste <p align="center"> and <table cellpadding>: old, and shown as they mean it by every browser.
    "no-deprecated-attr": "off",
    // Tables of Markdown and of notebooks have no scope: HTML gives their headers one by where they stand.
    "wcag/h63": "off",
    // It knows no name that is given by aria-labelledby; axe does, and asks each link for its name.
    "wcag/h30": "off",
    // What can be scrolled sideways is a region, and no section: it has no heading of its own.
    "prefer-native-element": "off",
  },
};
