"""Which scope each operation of the interface for programs needs, written down by hand and apart from the code."""

# What everybody may read; a token that is sent along must hold `read`.
OPEN = {
    "api.list_members": "GET /members",
    "api.member": "GET /members/<int:number>",
    "api.contribution": "GET /contributions/<int:number>",
    "api.comments": "GET /contributions/<int:number>/comments",
    "api.spaces": "GET /spaces",
    "api.tags": "GET /tags",
    "api.search": "GET /search",
    "api.questions": "GET /questions",
    "api.question": "GET /questions/<int:number>",
    "api.answers": "GET /questions/<int:number>/answers",
    "api.discussions": "GET /discussions",
    "api.discussion": "GET /discussions/<int:number>",
    "api.ideas": "GET /ideas",
    "api.idea": "GET /ideas/<int:number>",
}
READ = {
    "api.me": "GET /me",
    "api.similar": "GET /similar",
    "api.drafts": "GET /me/drafts",
    "api.notifications": "GET /me/notifications",
}
WRITE = {
    "api.comment": "POST /contributions/<int:number>/comments",
    "api.edit": "PUT /contributions/<int:number>",
    "api.vote": "PUT /contributions/<int:number>/vote",
    "api.follow": "PUT /contributions/<int:number>/following",
    "api.delete": "DELETE /contributions/<int:number>",
    "api.restore": "PUT /contributions/<int:number>/restored",
    "api.flag": "POST /contributions/<int:number>/flag",
    "api.unflag": "DELETE /contributions/<int:number>/flag",
    "api.keep_draft": "PUT /me/drafts/<place>",
    "api.forget_draft": "DELETE /me/drafts/<place>",
    "api.read_all": "PUT /me/notifications/read",
    "api.read_one": "PUT /me/notifications/<int:number>/read",
    "api.ask": "POST /questions",
    "api.answer": "POST /questions/<int:number>/answers",
    "api.accept": "PUT /answers/<int:number>/accepted",
    "api.share": "PUT /questions/<int:number>/shared",
    "api.discuss": "POST /discussions",
}
MODERATE = {
    "api.hide": "PUT /contributions/<int:number>/hidden",
    "api.queue": "GET /moderation/queue",
    "api.claim": "PUT /moderation/<int:number>/claim",
    "api.release": "DELETE /moderation/<int:number>/claim",
    "api.decide": "POST /moderation/<int:number>/decision",
}
STAFF = {
    "api.official": "PUT /answers/<int:number>/official",
}
SCOPES = {"read": READ, "write": WRITE, "moderate": MODERATE, "staff": STAFF}
