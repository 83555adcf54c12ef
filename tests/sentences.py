"""Sentences with their trees, as the models of both languages label them; each is named after what it shows."""

from __future__ import annotations

ACTIVE = {
    "fr": """
Le      DET   det        maire  Number=Sing|PronType=Art
maire   NOUN  nsubj      fermé  Gender=Masc|Number=Sing
a       AUX   aux:tense  fermé  Mood=Ind|Tense=Pres|VerbForm=Fin
fermé   VERB  ROOT       -      Tense=Past|VerbForm=Part
le      DET   det        pont   Number=Sing|PronType=Art
vieux   ADJ   amod       pont   Gender=Masc
pont    NOUN  obj        fermé  Gender=Masc|Number=Sing
.       PUNCT punct      fermé
""",
    "en": """
The     DET   det    mayor   PronType=Art
mayor   NOUN  nsubj  closed  Number=Sing
closed  VERB  ROOT   -       Tense=Past|VerbForm=Fin
the     DET   det    bridge  PronType=Art
old     ADJ   amod   bridge
bridge  NOUN  dobj   closed  Number=Sing
.       PUNCT punct  closed
""",
}
PASSIVE = {
    "fr": """
Le      DET   det         pont
pont    NOUN  nsubj:pass  fermé
a       AUX   aux:tense   fermé   Tense=Pres|VerbForm=Fin
été     AUX   aux:pass    fermé   Tense=Past|VerbForm=Part
fermé   VERB  ROOT        -       Tense=Past|VerbForm=Part|Voice=Pass
par     ADP   case        mairie
la      DET   det         mairie
mairie  NOUN  obl:agent   fermé
""",
    "en": """
The      DET   det        bridge
bridge   NOUN  nsubjpass  closed
was      AUX   auxpass    closed  Tense=Past|VerbForm=Fin
closed   VERB  ROOT       -       Tense=Past|VerbForm=Part
by       ADP   agent      closed
the      DET   det        council
city     NOUN  compound   council
council  NOUN  pobj       by
""",
}
ARRESTED_MEN = {  # « Les hommes arrêtés par la police ont été libérés »
    "fr": """
Les      DET   det         hommes
hommes   NOUN  nsubj:pass  libérés   Gender=Masc|Number=Plur
arrêtés  VERB  acl         hommes    Tense=Past|VerbForm=Part
par      ADP   case        police
la       DET   det         police
police   NOUN  obl:agent   arrêtés
ont      AUX   aux:tense   libérés   Tense=Pres|VerbForm=Fin
été      AUX   aux:pass    libérés   Tense=Past|VerbForm=Part
libérés  VERB  ROOT        -         Tense=Past|VerbForm=Part
""",
    "en": """
The       DET   det        men
men       NOUN  nsubjpass  released  Number=Plur
arrested  VERB  acl        men       Tense=Past|VerbForm=Part tag=VBN
by        ADP   agent      arrested
the       DET   det        police
police    NOUN  pobj       by
were      AUX   auxpass    released  Tense=Past|VerbForm=Fin
released  VERB  ROOT       -         Tense=Past|VerbForm=Part
""",
}
RELATIVE = {  # « La ministre qui a démissionné nie les faits »
    "fr": """
La           DET   det        ministre
ministre     NOUN  nsubj      nie           Number=Sing
qui          PRON  nsubj      démissionné   PronType=Rel
a            AUX   aux:tense  démissionné   Tense=Pres|VerbForm=Fin
démissionné  VERB  acl:relcl  ministre      Tense=Past|VerbForm=Part
nie          VERB  ROOT       -             Mood=Ind|Tense=Pres|VerbForm=Fin
les          DET   det        faits
faits        NOUN  obj        nie           Number=Plur
""",
    "en": """
The       DET   det    minister
minister  NOUN  nsubj  denied    Number=Sing
who       PRON  nsubj  resigned
resigned  VERB  relcl  minister  Tense=Past|VerbForm=Fin
denied    VERB  ROOT   -         Tense=Past|VerbForm=Fin
the       DET   det    report
report    NOUN  dobj   denied
""",
}
SAID_THAT = {
    "fr": """
Il         PRON   nsubj      dit        Gender=Masc|Number=Sing
a          AUX    aux:tense  dit        Tense=Pres|VerbForm=Fin
dit        VERB   ROOT       -          Tense=Past|VerbForm=Part
que        SCONJ  mark       prendrait
la         DET    det        grève
grève      NOUN   nsubj      prendrait  Gender=Fem|Number=Sing
prendrait  VERB   ccomp      dit        Mood=Cnd|Tense=Pres|VerbForm=Fin
fin        NOUN   obj        prendrait
""",
    "en": """
He      PRON   nsubj  said  Gender=Masc|Number=Sing
said    VERB   ROOT   -     Tense=Past|VerbForm=Fin
that    SCONJ  mark   end
the     DET    det    strike
strike  NOUN   nsubj  end
would   AUX    aux    end   VerbForm=Fin
end     VERB   ccomp  said  VerbForm=Inf
""",
}
WANTS = {
    "fr": """
Elle    PRON  nsubj  veut  Gender=Fem|Number=Sing
veut    VERB  ROOT   -     Mood=Ind|Tense=Pres|VerbForm=Fin
partir  VERB  xcomp  veut  VerbForm=Inf
""",
    "en": """
She    PRON  nsubj  wants  Gender=Fem|Number=Sing
wants  VERB  ROOT   -      Tense=Pres|VerbForm=Fin
to     PART  aux    leave  tag=TO
leave  VERB  xcomp  wants  VerbForm=Inf
""",
}
LIST = {  # « Anne, Paul et le maire ont protesté »
    "fr": """
Anne      PROPN  nsubj      protesté
,         PUNCT  punct      Paul
Paul      PROPN  conj       Anne
et        CCONJ  cc         maire
le        DET    det        maire
maire     NOUN   conj       Anne
ont       AUX    aux:tense  protesté  Tense=Pres|VerbForm=Fin
protesté  VERB   ROOT       -         Tense=Past|VerbForm=Part
""",
    "en": """
Ann        PROPN  nsubj  protested
and        CCONJ  cc     Ann
Bob        PROPN  conj   Ann
and        CCONJ  cc     Bob
the        DET    det    mayor
mayor      NOUN   conj   Bob
protested  VERB   ROOT   -          Tense=Past|VerbForm=Fin
""",
}
IF_CLAUSE = {
    "fr": """
Si           SCONJ  mark   paie
la           DET    det    ville
ville        NOUN   nsubj  paie
paie         VERB   advcl  reviendront  Mood=Ind|Tense=Pres|VerbForm=Fin
,            PUNCT  punct  reviendront
ils          PRON   nsubj  reviendront
reviendront  VERB   ROOT   -            Mood=Ind|Tense=Fut|VerbForm=Fin
""",
    "en": """
If      SCONJ  mark   pays
the     DET    det    city
city    NOUN   nsubj  pays
pays    VERB   advcl  return  Tense=Pres|VerbForm=Fin
,       PUNCT  punct  return
they    PRON   nsubj  return
will    AUX    aux    return  VerbForm=Fin
return  VERB   ROOT   -       VerbForm=Inf
""",
}
JOINED_VERBS = {  # « La police a tué trois hommes et blessé deux femmes »
    "fr": """
La      DET    det        police
police  NOUN   nsubj      tué
a       AUX    aux:tense  tué     Tense=Pres|VerbForm=Fin
tué     VERB   ROOT       -       Tense=Past|VerbForm=Part
trois   NUM    nummod     hommes
hommes  NOUN   obj        tué
et      CCONJ  cc         blessé
blessé  VERB   conj       tué     Tense=Past|VerbForm=Part
deux    NUM    nummod     femmes
femmes  NOUN   obj        blessé
""",
    "en": """
Police   NOUN   nsubj   killed
killed   VERB   ROOT    -       Tense=Past|VerbForm=Fin
three    NUM    nummod  men
men      NOUN   dobj    killed
and      CCONJ  cc      killed
injured  VERB   conj    killed  Tense=Past|VerbForm=Fin
two      NUM    nummod  women
women    NOUN   dobj    injured
""",
}
CONTROL = {  # « Il a demandé au juge de sévir », "He asked the judge to act"
    "fr": """
Il       PRON  nsubj      demandé
a        AUX   aux:tense  demandé  Tense=Pres|VerbForm=Fin
demandé  VERB  ROOT       -        Tense=Past|VerbForm=Part
au       ADP   case       juge
juge     NOUN  obl:arg    demandé
de       ADP   mark       sévir
sévir    VERB  xcomp      demandé  VerbForm=Inf
""",
    "en": """
He     PRON  nsubj  asked
asked  VERB  ROOT   -      Tense=Past|VerbForm=Fin
the    DET   det    judge
judge  NOUN  dobj   asked
to     PART  aux    act    tag=TO
act    VERB  xcomp  asked  VerbForm=Inf
""",
}
ACCUSED = {  # « Il est accusé d'avoir bombardé la ville »
    "fr": """
Il         PRON  nsubj:pass  accusé
est        AUX   aux:pass    accusé     Tense=Pres|VerbForm=Fin
accusé     VERB  ROOT        -          Tense=Past|VerbForm=Part
d'~        ADP   mark        bombardé
avoir      AUX   aux:tense   bombardé   VerbForm=Inf
bombardé   VERB  xcomp       accusé     Tense=Past|VerbForm=Part
la         DET   det         ville
ville      NOUN  obj         bombardé
""",
    "en": """
He       PRON  nsubjpass  accused
was      AUX   auxpass    accused  Tense=Past|VerbForm=Fin
accused  VERB  ROOT       -        Tense=Past|VerbForm=Part
of       ADP   prep       accused
bombing  VERB  pcomp      of       Tense=Pres|VerbForm=Part tag=VBG
the      DET   det        city
city     NOUN  dobj       bombing
""",
}
CARRYING = {
    "fr": """
Les          DET   det    manifestants
manifestants NOUN  nsubj  marchent
portant      VERB  acl    manifestants  Tense=Pres|VerbForm=Part
des          DET   det    drapeaux
drapeaux     NOUN  obj    portant
marchent     VERB  ROOT   -             Tense=Pres|VerbForm=Fin
""",
    "en": """
The       DET   det    men
men       NOUN  nsubj  march
carrying  VERB  acl    men    Tense=Pres|VerbForm=Part tag=VBG
flags     NOUN  dobj   carrying
march     VERB  ROOT   -      Tense=Pres|VerbForm=Fin
""",
}
DIRECTOR = {  # « La directrice de la société, Anne Lee, est partie à Paris et Lyon »
    "fr": """
La          DET    det        directrice
directrice  NOUN   nsubj      partie
de          ADP    case       société
la          DET    det        société
société     NOUN   nmod       directrice
,           PUNCT  punct      directrice
Anne        PROPN  appos      directrice
Lee         PROPN  flat:name  Anne
,           PUNCT  punct      directrice
est         AUX    aux:tense  partie      Tense=Pres|VerbForm=Fin
partie      VERB   ROOT       -           Tense=Past|VerbForm=Part
à           ADP    case       Paris
Paris       PROPN  obl:mod    partie
et          CCONJ  cc         Lyon
Lyon        PROPN  conj       Paris
""",
    "en": """
The       DET    det       company
company   NOUN   poss      director
's        PART   case      company
director  NOUN   nsubj     left
,         PUNCT  punct     director
Ann       PROPN  compound  Lee
Lee       PROPN  appos     director
,         PUNCT  punct     director
left      VERB   ROOT      -         Tense=Past|VerbForm=Fin
for       ADP    prep      left
Paris     PROPN  pobj      for
and       CCONJ  cc        Paris
Lyon      PROPN  conj      Paris
""",
}
NOT_SIGNED = {
    "fr": """
Ils    PRON  nsubj      signé  Gender=Masc|Number=Plur
n'~    ADV   advmod     signé
ont    AUX   aux:tense  signé  Tense=Pres|VerbForm=Fin
pas    ADV   advmod     signé
signé  VERB  ROOT       -      Tense=Past|VerbForm=Part
d'~    DET   det        accord
accord NOUN  obj        signé
""",
    "en": """
They  PRON  nsubj  sign
did   AUX   aux    sign  Tense=Past|VerbForm=Fin
not   PART  neg    sign
sign  VERB  ROOT   -     VerbForm=Inf
a     DET   det    deal
deal  NOUN  dobj   sign
""",
}
GATHERED = {
    "fr": """
Ils         PRON  nsubj:pass  rassemblés
se          PRON  expl:comp   rassemblés  Reflex=Yes
sont        AUX   aux:tense   rassemblés  Tense=Pres|VerbForm=Fin
rassemblés  VERB  ROOT        -           Tense=Past|VerbForm=Part
"""
}
BROKE_DOWN = {
    "en": """
The    DET   det    talks
talks  NOUN  nsubj  broke
broke  VERB  ROOT   -      Tense=Past|VerbForm=Fin
down   ADP   prt    broke
"""
}
ANGRY = {
    "fr": """
Sa        DET   det    maison    Poss=Yes
maison    NOUN  nsubj  vieille   Gender=Fem|Number=Sing
est       AUX   cop    vieille   Tense=Pres|VerbForm=Fin
vieille   ADJ   ROOT   -         Gender=Fem|Number=Sing
""",
    "en": """
His    PRON  poss   house  Poss=Yes
house  NOUN  nsubj  is
is     AUX   ROOT   -      Tense=Pres|VerbForm=Fin
old    ADJ   acomp  is
""",
}
TO_SEEK = {  # « Ils sont venus pour chercher, trouver et soigner des blessés »
    "fr": """
Ils       PRON   nsubj      venus
sont      AUX    aux:tense  venus     Tense=Pres|VerbForm=Fin
venus     VERB   ROOT       -         Tense=Past|VerbForm=Part
pour      ADP    mark       chercher
chercher  VERB   advcl      venus     VerbForm=Inf
et        CCONJ  cc         soigner
soigner   VERB   conj       chercher  VerbForm=Inf
"""
}
STRIKE_HELD = {  # « Une grève sera menée », "They called for a strike"
    "fr": """
Une    DET   det         grève
grève  NOUN  nsubj:pass  menée
sera   AUX   aux:pass    menée  Tense=Fut|VerbForm=Fin
menée  VERB  ROOT        -      Tense=Past|VerbForm=Part
""",
    "en": """
They    PRON  nsubj  called
called  VERB  ROOT   -       Tense=Past|VerbForm=Fin
for     ADP   prep   called
a       DET   det    strike
strike  NOUN  pobj   for
""",
}
EXPLETIVE = {
    "fr": """
Il      PRON   expl:subj  fallu
aurait  AUX    aux:tense  fallu   Mood=Cnd|Tense=Pres|VerbForm=Fin
fallu   VERB   ROOT       -       Tense=Past|VerbForm=Part
qu'~    SCONJ  mark       vienne
elle    PRON   nsubj      vienne
vienne  VERB   ccomp      fallu   Mood=Sub|Tense=Pres|VerbForm=Fin
""",
    "en": """
There   PRON  expl  was
was     VERB  ROOT  -     Tense=Past|VerbForm=Fin
an      DET   det   attack
attack  NOUN  attr  was
in      ADP   prep  attack
Paris   PROPN pobj  in
""",
}
GAVE = {
    "en": """
The     DET   det     army
army    NOUN  nsubj   gave
gave    VERB  ROOT    -     Tense=Past|VerbForm=Fin
the     DET   det     rebels
rebels  NOUN  dative  gave
arms    NOUN  dobj    gave
"""
}
HEADLINE = {
    "fr": """
Attaque  NOUN   ROOT  -
à        ADP    case  Paris
Paris    PROPN  nmod  Attaque
""",
    "en": """
Attack  NOUN   ROOT  -
in      ADP    prep  Attack
Paris   PROPN  pobj  in
""",
}
OWN_SUBJECT = {  # « Il veut gagner, car ils ont perdu »
    "fr": """
Il      PRON   nsubj      veut
veut    VERB   ROOT       -      Tense=Pres|VerbForm=Fin
gagner  VERB   xcomp      veut   VerbForm=Inf
car     CCONJ  cc         perdu
ils     PRON   nsubj      perdu
ont     AUX    aux:tense  perdu  Tense=Pres|VerbForm=Fin
perdu   VERB   conj       veut   Tense=Past|VerbForm=Part
""",
    "en": """
He      PRON   nsubj  wins
wins    VERB   ROOT   -     Tense=Pres|VerbForm=Fin
and     CCONJ  cc     wins
they    PRON   nsubj  lose
lose    VERB   conj   wins  Tense=Pres|VerbForm=Fin
""",
}
