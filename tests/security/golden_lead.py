"""Who may call which endpoint of lead users and of the network; by hand and apart from the code."""

# For product managers, of whom the administrator is one.
MANAGERS_OF_LEADS = {
    "lead_users.lead_users": "",
    "lead_users.judge": "member",
    "network.network": "",
}
# For whoever is signed in.
MEMBERS_FOUND = {"lead_users.profiling": ""}
