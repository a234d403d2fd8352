"""The words above columns, in the languages of museums, and what each means for an artefact.

Words are compared in small letters without accents, blanks and signs: `Accession No.` is `accessionno`. Of several
columns that fit, the one whose words stand first is taken; the others are kept as they are.
"""

import re
import unicodedata

OBJECT = "(object|artwork|work|item|artifact|artefact|collectionitem|objekt|werk|oeuvre|obra|opera)?"
PATTERNS: dict[str, tuple[str, ...]] = {
    "key": (
        f"{OBJECT}(id|identifier|uuid|guid)",
        "(source|record|museum|collection|system|catalog)(record)?(id|identifier|uuid|guid|key)",
        "(irn|priref|mkey|ccid|pid|persistentid|systemnumber|objectkey|recordnumber|ark)",
    ),
    "accession": (
        "(accession|acc|ac)(no|nr|num|number)?",
        "accessionn?um(ber)?s?",
        "(inventory|inventar|inv|inventaris|inventario)(no|nr|num|number|nummer|numero)?",
        "(numero|no|n)(d)?(e)?(inventaire|inventario|inv)",
        f"{OBJECT}(number|no|num|nummer)",
        "(main)?(reference|ref|registration|catalogue|catalog)(no|nr|num|number)",
        "(signatur|shelfmark|callnumber|cote)",
    ),
    "title": (
        f"{OBJECT}(title|titel|titre|titolo|titulo)s?(en|text|display)?",
        "(main|preferred|display|primary|full|long|short)(title|titel|titre)",
        f"{OBJECT}(label|name|bezeichnung|denomination|designation|appellation)",
        "(collection|exhibit|specimen|species|thing)name",
        "titles?(title|text|value|name)",
        "(nom|nombre|nome|naam|benennung|was)",
        "description",
    ),
    "maker": (
        "(maker|artist|creator|author)s?",
        "(artist|maker|creator|author)s?(display|full)?(names?|title|text)",
        "(all|principal|primary|main)(artist|maker|creator)s?(name|title)?",
        (
            "(kunstler|kunstlerin|hersteller|urheber|artiste|auteur|createur|fabricant|artista|autor|autore|kunstenaar|maker)"
            "(in|s|es|inin|name|nom)?"
        ),
        "(attribution|attributedto|constituents?|people|persons?|beteiligte|who)(name|displayname)?s?",
        (
            "(contributors|creators|artists|makers|people|constituents|agents|actors|production)"
            "(fc|name|displayname|fullname|description|label|title|preferredname|creator)"
        ),
        "(manufacturer|designer|architect|photographer|painter|sculptor|collector|culture)s?(name)?",
    ),
    "made": (
        "dates?(display|text|label|description|made|created)|displaydates?|datedisplay",
        f"{OBJECT}(date|dates|dated|dating)",
        "(creation|production|made|manufacture)(date|dates|datetext|dated|period)",
        "(datierung|datation|fecha|data|datum|datering|epochedatierung|entstehungszeit|herstellungsdatum|datecreation)",
        "(date|daterange|dating|production|creation)s?(text|display|label|description|period|date)",
        "(year|years|jahr|annee|ano|anno|yearmade|yearcreated|when)",
    ),
    "year_from": (
        f"{OBJECT}(date)?(begin|start|earliest|from)(year)?",
        f"{OBJECT}(date|year|creationdate|productiondate)(earliest|begin|start|from|min|begins|beginyear|startyear)",
        "(begin|start|earliest|first)year|(object|creation|production)(begin|start|earliest)date",
        "(date|daterange|dating|creation|production)s?(startyear|start|beginyear|begin|from|earliest|yearfrom)",
        "(datierung)?(von|jahrvon|anneedebut|datedebut)",
    ),
    "year_to": (
        f"{OBJECT}(date)?(end|latest|to|until)(year)?",
        f"{OBJECT}(date|year|creationdate|productiondate)(latest|end|to|max|ends|endyear|until)",
        "(end|latest|last)year|(object|creation|production)(end|latest)date",
        "(date|daterange|dating|creation|production)s?(endyear|end|to|latest|until|yearto)",
        "(datierung)?(bis|jahrbis|anneefin|datefin)",
    ),
    "medium": (
        "(medium|media|mediums)(display|text)?",
        "(materials?|technique|techniques?|materialstechniques?|mediumtechnique|materialtechnique)(display|text|name)?",
        "(materialsand|mediumand|materialand)(technique|techniques|support)",
        (
            "(technik|material(und)?technik|materialien|materiaux|matiere|technica|tecnica|materiaal|support|materialetechnik)"
            "(s|etechniques?|ettechniques?)?"
        ),
    ),
    "classification": (
        "(classification|classifications)(name|title|text|s)?",
        f"{OBJECT}(type|typ|kind|category|class|genre)(name|title|s)?",
        "(artworktype|objectname|objektart|gattung|domaine|categorie|categoria|tipo|sachgruppe|subclassification)(title)?",
    ),
    "department": (
        "(department|dept|departement|abteilung|departamento)(name|title|s)?",
        "(collection|collections|sammlung|curatorialarea|division|section|bereich)(name|title|s)?",
    ),
    "period": ("(period|periods|epoche|epoque|periode|periodo|dynasty|era|style|stil|styletitle|movementsera)(name)?",),
    "size": (
        (
            "(dimensions?|measurements?|size|sizes|masse|mae|abmessungen|afmetingen|dimensiones|mesures|dimensioni)"
            "(display|text|description|formatted)?"
        ),
    ),
    "credit": (
        "(credit|creditline|credits|creditlinetext|acknowledgement|courtesy)(text|display)?",
        "(acquisition|erwerb|erwerbung|acquisitionmethod|modeacquisition|zugang|donor|gift)(text|note|details)?",
    ),
    "provenance": ("(provenance|provenances|provenienz|provenancetext|herkunft|ownershiphistory)(text|description)?",),
    "rights": (
        "(rights|copyright|licen[cs]e|rechte|droits|lizenz|derechos)(text|statement|notice|holder|and(reproductions?)?)?",
        "(rightsandreproductions?|copyrightnotice|sharelicensestatus|thumbnailcopyright|imagerights|usagerights|rightstype)",
    ),
    "page": (
        f"(web|{OBJECT[1:-2]}|collection|public|page|museum)?(url|link|uri|webpage|permalink|website)",
        "(linkresource|resource|onlinelink|weblink|catalogueurl|sourceurl|page|lien)",
    ),
    "picture": (
        "(primary|main|full|large|web|public|iiif)?(image|picture|photo|foto|bild|media)s?(url|link|uri|src|file|web|large)?s?",
        "(thumbnail|thumb|preview|imageweb|imageprint|primaryimagesmall|baseimage)s?(url|link)?",
        "(images?|imagesweb|media|photos?|pictures?)(weburl|url|src|href|baseimageurl|iiifbaseuri|large|full)",
    ),
    "room": (
        "(gallery|galleries|room|raum|saal|salle|sala|zaal)(name|title|number|no|text)?s?",
        "(current|display|exhibit|onview|permanent)?(location|standort|emplacement|ubicacion)(name|title|text|display)?",
        "(locationid|galleryid|locationkey|vitrine|displaycase|case)",
    ),
    "floor": ("(floor|level|etage|stockwerk|geschoss|storey|piso|piano)(name|number|no)?",),
    "building": ("(building|gebaude|batiment|edificio|wing|site|house|venue|gebouw)(name)?",),
    "number": ("(keypad|audio|audioguide|stop|guide|selector|tour|display)(number|no|num|nr|nummer|code|stop)",),
    "subject": (
        (
            "(subjects?|tags?|keywords?|subjectterms?|schlagworte?|schlagworter|motscles|sujets?|materias|topics?|themes?)"
            "(name|names|children|childrenname|term|terms|title|titles|text|label)*"
        ),
    ),
    "movement": ("(movements?|artmovements?|school|schools|ecole|stylemovement)(name|title)?",),
    "place": (
        (
            "(country|place|places|region|ort|geography|placeoforigin|placemade|origin|pays|geographiclocation|herkunftsort"
            "|productionplace|placename|city)(name|title|s)?"
        ),
    ),
    "text:label": (
        "(label|walllabel|walltext|labeltext|gallerytext|chat|caption|tombstone|summary|shortdescription)(text|s)?",
    ),
    "text:story": (
        (
            "(coll|collection|object|web|long|full|public|curatorial|general|didactic|wall)?"
            "(description|descriptions|beschreibung|descriptif|descripcion|omschrijving|descrizione|text|story|history"
            "|histoire|essay|about|bio|notes?|comments?|content|body|interpretation|significance)(text|html|en)?"
        ),
    ),
    "text:description": (
        "(visual|verbal|alt|alternative|accessible|image)(description|text|alttext)|alttext|imagealttext",
    ),
    "text:scholar": (
        (
            "(scholarly|catalogue|catalog|technical|research)(text|note|notes|entry|essay|raisonne|comment|description)|"
            "(commentary|bibliography|literature|literatur|publications?|exhibitionhistory|references)(text)?"
        ),
    ),
}
COMPILED = {
    target: tuple(re.compile(rf"(?:{pattern})\Z") for pattern in patterns) for target, patterns in PATTERNS.items()
}
MANY = frozenset({"picture", "subject", "movement", "place"})
MEASURES = re.compile(r"(height|width|depth|length|diameter|weight)s?(in|cm|mm|m|inches|kg)?\Z")
# People's lives and acquisitions have dates and places, too; none of them says when or where a thing was made.
OF_PEOPLE = re.compile(
    r"(?:artist|maker|creator|author|contributors?|constituents?)s?(?!display|full|name|title|text|fc|s?\Z)"
)


def squeezed(name: str) -> str:
    """Return the words above a column as they are compared: of a path of JSON without its lists and trees."""
    parted = re.sub(r"\(.*?\)", " ", name.replace("[]", ""))
    plain = unicodedata.normalize("NFKD", parted.replace("ß", "ss").casefold())
    return re.sub(r"[^a-z0-9]+", "", plain)


def rank(target: str, name: str) -> int | None:
    """Return how well a column fits what it may mean, 0 best; None where it does not."""
    word = squeezed(name)
    if target in {"year_from", "year_to", "made", "place", "key", "subject"} and OF_PEOPLE.match(word):
        return None
    return next((place for place, pattern in enumerate(COMPILED[target]) if pattern.match(word)), None)
