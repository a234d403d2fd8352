"""Words by which people tell that they helped themselves, or that they need something badly, in five languages."""

import re
from collections.abc import Sequence

OWN = (
    # English
    (
        r"\b(?:i|we)(?:'ve| have)? (?:just |now |finally |already |also )?(?:built|made|wrote|written|coded|patched|"
        r"hacked|created|developed|designed|assembled|soldered|printed|rigged|scripted|modified|rewrote|prototyped|forked|"
        r"put together|came up with)\b"
    ),
    (
        r"\b(?:my|our) (?:own )?(?:workaround|work-around|script|patch|add-?on|extension|macro|prototype|fork|plug-?in|"
        r"solution|fix|tool|hack|mod)\b"
    ),
    (
        r"\b(?:wrote|made|built|published|released|shared|attached|uploaded) (?:a|an|my|our|the) (?:\w+ )?(?:script|"
        r"patch|add-?on|extension|macro|prototype|fork|plug-?in|tool|module|template)\b"
    ),
    r"\bi (?:solved|fixed|worked around) (?:it|this|that) (?:by|with|using|myself)\b",
    r"\b(?:here(?:'s| is)|attached is) (?:my|the|a) (?:code|script|patch|solution|workaround|design|file)\b",
    # German, French, Spanish, Portuguese
    (
        r"\b(?:ich habe|wir haben|habe ich|habe mir)\b[^.!?\n]{0,60}\b(?:gebaut|geschrieben|gebastelt|programmiert|"
        r"entwickelt|angepasst|umgebaut|gelötet)\b"
    ),
    r"\b(?:mein|meine|unser|unsere)n? (?:eigene[rsn]? )?(?:skript|lösung|umgehung|erweiterung|prototyp)\b",
    r"\b(?:j'ai|nous avons|on a) (?:\w+ )?(?:écrit|construit|créé|développé|bricolé|programmé|fabriqué|modifié)\b",
    r"\b(?:mon|ma|notre) (?:propre )?(?:script|solution|correctif|extension|prototype|contournement)\b",
    r"\b(?:he|hemos) (?:\w+ )?(?:escrito|construido|creado|desarrollado|programado|fabricado|modificado)\b",
    r"\b(?:mi|nuestra?) (?:propi[oa] )?(?:script|solución|parche|extensión|prototipo)\b",
    r"\b(?:eu )?(?:escrevi|construí|criei|desenvolvi|programei|modifiquei|fiz) (?:um|uma|o|a|meu|minha)\b",
)
NEED = (
    r"\b(?:every (?:single )?(?:time|day|week|morning)|again and again|over and over)\b",
    r"\bstill (?:can't|cannot|can not|no way|not possible|missing|impossible|unable|waiting)\b",
    r"\b(?:blocks|blocking|stops|stopping|keeps|prevents) (?:us|me|our|my)\b",
    r"\bcosts? (?:us|me) (?:\w+ ){0,3}(?:hours?|days?|money|time)\b",
    r"\b(?:would|will|'d) (?:happily |gladly )?pay\b",
    r"\b(?:desperately|urgently|badly) needs?\b",
    r"\b(?:we|i) (?:really |urgently |badly |desperately )need\b",
    r"\b(?:dringend|schon wieder|jedes mal|immer noch nicht|kostet (?:uns|mich))\b",
    r"\b(?:à chaque fois|toujours pas|besoin urgent|nous bloque|me bloque)\b",
    r"\b(?:cada vez que|todavía no|necesito urgente|nos bloquea|me bloquea)\b",
    r"\b(?:toda vez|ainda não|preciso urgente|nos impede|me impede)\b",
)
_FLAGS = re.IGNORECASE
OWN_SOLUTION = re.compile("|".join(OWN), _FLAGS)
STRONG_NEED = re.compile("|".join(NEED), _FLAGS)


def sentences(text: str) -> Sequence[str]:
    """Return the sentences of a text, for reasons that quote one."""
    return [part.strip() for part in re.split(r"(?<=[.!?])\s+|\n+", text) if part.strip()]
