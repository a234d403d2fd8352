"""Pages of beta panels: endpoint, path, reader, status, and the form to send empty."""

MEMBER, ADMINISTRATOR = "member", "administrator"
FORM = "main form[method=post]"
PANEL = "/insights/beta/424242"
SHOWN = (
    ("beta_panels.panels", "/insights/beta", ADMINISTRATOR),
    ("beta_panels.new", "/insights/beta/new", ADMINISTRATOR),
    ("beta_panels.new", "/insights/beta/new", ADMINISTRATOR, 422, FORM),
    ("beta_panels.panel", PANEL, ADMINISTRATOR, 404),
    ("beta_panels.suggestions", f"{PANEL}/suggestions", ADMINISTRATOR, 404),
    ("beta_panels.content", f"{PANEL}/items", ADMINISTRATOR, 404),
    ("beta_panels.reports", f"{PANEL}/reports", ADMINISTRATOR, 404),
    ("beta_panels.openings", f"{PANEL}/openings", ADMINISTRATOR, 404),
    ("beta_panels.leaks", f"{PANEL}/leaks", ADMINISTRATOR, 404),
    ("beta.own", "/beta", MEMBER),
    ("beta.panel", "/beta/424242", MEMBER, 404),
    ("beta.item", "/beta/424242/items/1", MEMBER, 404),
    ("beta.report", "/beta/424242/report", MEMBER, 404),
    ("beta.leak", "/beta/424242/leak", MEMBER, 404),
)
