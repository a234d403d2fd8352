"""Who may call which endpoint of beta panels; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_PANELS = {
    "beta_panels.panels": "",
    "beta_panels.new": "",
    "beta_panels.panel": "panel",
    "beta_panels.terms": "panel",
    "beta_panels.suggestions": "panel",
    "beta_panels.invite": "panel",
    "beta_panels.revoke": "panel",
    "beta_panels.content": "panel",
    "beta_panels.withdraw": "panel",
    "beta_panels.reports": "panel",
    "beta_panels.move": "panel",
    "beta_panels.openings": "panel",
    "beta_panels.leaks": "panel",
}
# For whoever is signed in; without a seat in the panel they find nothing there.
PANELLISTS = {
    "beta.own": "",
    "beta.panel": "panel",
    "beta.answer": "panel",
    "beta.leave": "panel",
    "beta.item": "panel",
    "beta.open_item": "panel",
    "beta.report": "panel",
    "beta.leak": "panel",
}
