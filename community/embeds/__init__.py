"""Questions on other sites: small pages for frames, which show what everybody may read and change nothing."""
