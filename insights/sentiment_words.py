"""The words of the sentiment lexicon by language: how good (2, 1) or bad (-1, -2), what turns, what stresses."""

from collections.abc import Mapping

_WORDS: dict[str, dict[int, str]] = {
    "en": {
        2: "love loved loves excellent perfect perfectly awesome fantastic amazing wonderful "
        "brilliant superb delighted "
        "outstanding flawless best",
        1: "good great nice happy glad thanks thank helpful useful easy works solved fast quick reliable recommend "
        "recommended better like likes liked enjoy pleased friendly smooth clear intuitive impressive improved fixed "
        "comfortable beautiful",
        -1: "bad poor slow annoying annoyed problem problems issue issues bug bugs broken breaks "
        "wrong fail fails failed "
        "failing failure error errors crash crashes crashed freeze freezes missing lost difficult confusing confused "
        "disappointed disappointing unhappy complain complaint complaints stuck sad worse unreliable expensive refuse "
        "refused unable ignored damaged defective delay delayed late unfair dirty rude noisy",
        -2: "terrible horrible awful worst hate hated hates useless unusable unacceptable disaster "
        "disgusting scam fraud "
        "garbage crap furious angry outrageous ridiculous nightmare pathetic rubbish shameful boycott lied liars "
        "dangerous",
    },
    "de": {
        2: "liebe ausgezeichnet perfekt hervorragend fantastisch wunderbar großartig begeistert genial exzellent beste",
        1: "gut gute guter gutes toll schön danke hilfreich nützlich einfach funktioniert gelöst schnell zuverlässig "
        "empfehlen besser freundlich zufrieden klar angenehm praktisch gefällt",
        -1: "schlecht schlechte schlechter langsam nervig problem probleme fehler kaputt falsch defekt abgestürzt "
        "stürzt hängt fehlt verloren schwierig verwirrend enttäuscht enttäuschend unzufrieden beschwerde schlimmer "
        "teuer unzuverlässig verspätet unfreundlich laut",
        -2: "schrecklich furchtbar katastrophe katastrophal hasse nutzlos unbrauchbar inakzeptabel unverschämt betrug "
        "wütend lächerlich frechheit schlimmste miserabel skandal gefährlich",
    },
    "fr": {
        2: "adore excellent excellente parfait parfaite fantastique génial géniale merveilleux superbe ravi meilleur",
        1: "bon bonne bien merci utile facile fonctionne résolu rapide fiable recommande mieux "
        "agréable content contente "
        "satisfait clair pratique aime joli",
        -1: "mauvais mauvaise lent lente problème problèmes erreur erreurs bug bugs cassé panne plante bloqué manque "
        "perdu difficile confus déçu déçue décevant plainte pire cher défectueux retard bruyant impoli",
        -2: "terrible horrible affreux nul nulle déteste inutile inutilisable inacceptable "
        "catastrophe arnaque scandale "
        "furieux ridicule honteux cauchemar dangereux",
    },
    "es": {
        2: "encanta excelente perfecto perfecta fantástico increíble maravilloso genial estupendo mejor",
        1: "bueno buena bien gracias útil fácil funciona resuelto rápido rápida fiable recomiendo contento contenta "
        "satisfecho claro práctico gusta amable",
        -1: "malo mala lento lenta problema problemas error errores fallo fallos falla roto rota "
        "bloqueado falta perdido "
        "difícil confuso decepcionado decepcionante queja peor caro defectuoso retraso ruidoso grosero",
        -2: "terrible horrible pésimo pésima odio inútil inaceptable desastre estafa fraude furioso ridículo vergüenza "
        "vergonzoso pesadilla basura peligroso",
    },
}
# The scale of a lexicon word: 2 is as much as one word can say.
TONES: Mapping[str, Mapping[str, float]] = {
    language: {word: float(tone) for tone, words in tones.items() for word in words.split()}
    for language, tones in _WORDS.items()
}
_TURNING = {
    "en": "not no never none nothing without cannot can't don't doesn't didn't isn't wasn't aren't won't hardly nor "
    "couldn't wouldn't shouldn't haven't hasn't",
    "de": "nicht kein keine keinen keiner nie niemals ohne nichts kaum weder",
    "fr": "pas jamais sans rien aucun aucune ni guère n'est",
    "es": "no nunca sin nada ningún ninguna tampoco jamás ni",
}
NEGATIONS: Mapping[str, frozenset[str]] = {language: frozenset(words.split()) for language, words in _TURNING.items()}
_STRONG = {
    "en": "very really extremely absolutely totally so too completely incredibly highly",
    "de": "sehr wirklich extrem absolut total so völlig äußerst zu unglaublich",
    "fr": "très vraiment extrêmement absolument totalement si trop complètement",
    "es": "muy realmente extremadamente absolutamente totalmente tan demasiado completamente",
}
_WEAK = {
    "en": "slightly somewhat fairly rather bit little barely quite",
    "de": "etwas ziemlich leicht bisschen eher",
    "fr": "peu assez plutôt légèrement",
    "es": "poco algo bastante ligeramente",
}
INTENSIFIERS: Mapping[str, Mapping[str, int]] = {
    language: dict.fromkeys(_STRONG[language].split(), 1) | dict.fromkeys(_WEAK[language].split(), -1)
    for language in _STRONG
}
