"""Who owns which product: claimed by members, verified by a code or by staff, and shown only where they wish it."""
