"""Whether a text reads like spam: a small linear model over pieces of text, trained apart from the web process."""
