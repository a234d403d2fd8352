"""Who may call which endpoint of guides, and what fills its address; by hand and apart from the code."""

# Open to everybody; the cookie of a visit decides about tours.
EVERYBODY = {
    "guides.guide": "guide",
    "guides.photo": "guide",
    "guides.of_museum": "museum",
    "guides.check": "",
    "guides.keys": "",
    "guides.revoked": "",
    "guide_tours.tours": "",
    "guide_tours.join": "",
    "guide_tours.review": "tour",
}
# What strangers send: only a visit that takes part changes anything.
VISITOR_WRITES = {"guide_tours.join", "guide_tours.review"}
SIGNED_IN = {"guide_tours.mine": "", "guide_tours.start": "guide", "guide_tours.finish": "tour"}
MODERATE = {"guides.hide": "review"}
# For curators, each in their own museum; of the roles of the matrix only administrators keep museums.
KEEPERS = {
    "guide_desk.guides": "museum",
    "guide_desk.issue": "museum",
    "guide_desk.guide": "guide",
    "guide_desk.decide": "guide",
    "guide_desk.renew": "guide",
    "guide_desk.price": "guide",
    "guide_desk.drop_price": "price",
}
