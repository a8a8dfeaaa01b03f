/** What somebody who knows this software, this trade and this country would try first; without accents and spaces. */

/** The most likely first: the place in the list counts as the number of guesses. */
const groups = {
  product:
    'troisclics driekliks dreiklicks threeclicks tresclics trois clics kliks klicks clics borne zuil saeule ' +
    'kiosk kiosque guichet loket schalter comptoir toonbank theke counter',
  trade:
    'pharmacie apotheek apotheke pharmacy pharmacien pharmacienne apotheker apothekerin pharmacist officine ' +
    'mediateur mediatrice mediation mediator bemiddelaar vermittler vermittlerin infirmier infirmiere verpleger ' +
    'verpleegster verpleegkundige krankenschwester krankenpfleger pfleger nurse medecin docteur dokter doctor arzt ' +
    'aerztin huisarts hausarzt patient patiente patienten medicament medicaments geneesmiddel geneesmiddelen ' +
    'medikament medikamente medicijn medicijnen ordonnance prescription voorschrift rezept recept sante gezondheid ' +
    'gesundheit health ehealth esante egezondheid masante mijngezondheid myhealth consentement toestemming ' +
    'zustimmung einwilligung consent hopital ziekenhuis krankenhaus spital clinique kliniek klinik hospital ' +
    'mutuelle mutualite mutualiteit ziekenfonds krankenkasse vaccin vaccination vaccinatie impfung aspirine ' +
    'paracetamol dafalgan aide hulp hilfe help bonjoursante numerique digitaal digital epn digibank bibliotheque ' +
    'bibliotheek bibliothek commune gemeente gemeinde cpas ocmw oszp itsme carteidentite identiteitskaart eid',
  place:
    'belgique belgie belgien belgium bruxelles brussel bruessel brussels wallonie vlaanderen flandre flandern ' +
    'liege luik luettich namur namen charleroi mons bergen tournai doornik anvers antwerpen gand gent genk bruges ' +
    'brugge louvain leuven hasselt malines mechelen kortrijk courtrai oostende ostende verviers eupen ostbelgien ' +
    'arlon bastogne seraing mouscron lalouviere aalst sintniklaas turnhout roeselare anderlecht schaerbeek ixelles ' +
    'uccle molenbeek etterbeek standard anderlecht clubbrugge diablesrouges rodeduivels redflames europe europa',
  profession:
    'kine kinesitherapeute kinesitherapeut kinesiste kinesist kinesitherapie fysiotherapeut physiotherapeute ' +
    'physiotherapeut physiotherapeutin physiotherapist aidesoignante aidesoignant aidefamiliale ' +
    'aidesfamiliales aidemenagere aideadomicile zorgkundige verzorgende verzorgster pflegehelfer ' +
    'pflegehelferin pflegehilfe altenpfleger altenpflegerin familienhelferin familienhilfe careworker ' +
    'caregiver carer assistantsociale assistantesociale assistantsocial maatschappelijkwerker ' +
    'maatschappelijkwerkster sozialarbeiter sozialarbeiterin sozialassistentin socialworker sagefemme ' +
    'accoucheuse vroedvrouw vroedkundige hebamme midwife dentiste tandarts zahnarzt zahnaerztin dentist ' +
    'psychologue psycholoog psychologe psychologin psychologist psychiatre psychiater psychiatrist logopede ' +
    'logopediste logopedist logopaede logopaedin ergotherapeute ergotherapeut dieteticienne dieteticien ' +
    'dietiste dietist diaetassistentin opticien opticienne optiker podologue podoloog medecingeneraliste ' +
    'generaliste huisartsen allgemeinmediziner generalpractitioner specialiste specialist facharzt chirurgien ' +
    'chirurg surgeon pediatre kinderarts kinderarzt kinderaerztin cardiologue cardioloog kardiologe ' +
    'gynecologue gynaecoloog frauenarzt radiologue radioloog radiologie radiology ambulancier ambulanciere ' +
    'ambulancemedewerker rettungssanitaeter secretairemedicale medischsecretaresse assistantenpharmacie ' +
    'assistanteenpharmacie apothekersassistent apothekersassistente pharmazeut pharmazeutin ptassistentin ' +
    'laborantin laborant laboratoire laboratorium labo benevole volontaire vrijwilliger vrijwilligster ' +
    'ehrenamtlicher volunteer animateur animatrice animatricenumerique animateurnumerique formateur ' +
    'formatrice lesgever trainer coach bibliothecaire bibliothecaris bibliothekar bibliothekarin librarian ' +
    'interprete tolk dolmetscher interpreter medecinconseil adviserendarts vertrauensarzt',
  care:
    'soins soinsadomicile soinsinfirmiers zorg thuiszorg thuisverpleging thuishulp gezinszorg pflege ' +
    'hauspflege haeuslichepflege homecare maisonmedicale wijkgezondheidscentrum gesundheitszentrum ' +
    'medizinischeshaus healthcentre healthcenter huisartsenpraktijk groepspraktijk praktijk arztpraxis praxis ' +
    'cabinet cabinetmedical polyclinique polikliniek poliklinik maisonderepos maisonderetraite ' +
    'woonzorgcentrum rusthuis zorgcentrum altenheim pflegeheim seniorenheim nursinghome urgences spoed ' +
    'spoedgevallen notaufnahme emergency ambulance revalidatie rehabilitation quartier wijk planningfamilial ' +
    'centredesante dossiermedical dossierdepatient patientendossier patientenakte healthrecord assurance ' +
    'verzekering versicherung insurance tierspayant derdebetaler remboursement terugbetaling mandat volmacht ' +
    'vollmacht partenamut partena solidaris mutualia mutplus neutralia onafhankelijkziekenfonds ' +
    'christelijkemutualiteit mutualitechretienne christlichekrankenkasse freiekrankenkasse ' +
    'socialistischemutualiteit liberalemutualiteit multipharma familia goedapotheek lloydspharma inami riziv ' +
    'likiv sciensano vidis cozo abrumet reseausantewallon reseausantebruxellois vitalink helena itsmeapp',
  country:
    'atomium manneken mannekenpis grandplace grotemarkt gaufre gaufres wafel wafels waffel speculoos praline ' +
    'pralines moules mosselen chimay orval westmalle duvel jupiler stella leffe tintin kuifje spirou ' +
    'schtroumpf smurf smurfen bobbejaan kermis carnaval gilles doudoumons ardennes ardennen kempen campine ' +
    'haspengouw hesbaye condroz gaume hautesfagnes hogevenen meuse maas maasvallei schelde escaut sambre ' +
    'ourthe semois yser ijzer coteknokke knokke knokkeheist knokkelezoute depanne blankenberge middelkerke ' +
    'koksijde dehaan bredene nieuwpoort zeebrugge waterloo wavre ottignies louvainlaneuve nivelles ' +
    'brainelalleud tubize halle vilvoorde vilvorde dilbeek grimbergen zaventem tervuren overijse aarschot ' +
    'diest tienen tirlemont leuze ath enghien edingen soignies zinnik binche laviere thuin dinant ciney ' +
    'rochefort marche marcheenfamenne bouillon libramont neufchateau virton huy hoei waremme hannut ans ' +
    'herstal vise spa malmedy stavelot saintvith sanktvith sankt vith raeren kelmis lontzen butgenbach ' +
    'buellingen amel burgreuland eupenmalmedy andenne gembloux sambreville floreffe fosses philippeville ' +
    'couvin florennes chatelet fleurus farciennes courcelles manage morlanwelz anderlues boussu colfontaine ' +
    'frameries quaregnon saintghislain dour peruwelz lessines comines warneton ieper ypres poperinge ' +
    'diksmuide veurne furnes torhout tielt waregem menen wevelgem zwevegem harelbeke izegem knesselare eeklo ' +
    'maldegem deinze wetteren dendermonde termonde lokeren zele ninove geraardsbergen grammont zottegem ' +
    'oudenaarde audenarde ronse renaix beveren temse bornem boom mortsel kontich edegem hoboken deurne ' +
    'berchem merksem brasschaat kapellen schoten heistopdenberg lier lierre duffel putte geel mol herentals ' +
    'beerse balen lommel pelt bree maaseik maasmechelen dilsen bilzen tongeren tongres sinttruiden saintrond ' +
    'beringen heusdenzolder diepenbeek zonhoven houthalen evere jette ganshoren berchemsainteagathe ' +
    'koekelberg saintjosse saintgilles forest vorst auderghem oudergem watermael watermaalbosvoorde boitsfort ' +
    'woluwe woluwesaintpierre woluwesaintlambert haren laeken laken neder heembeek',
  season:
    'printemps ete automne hiver lente zomer herfst winter fruehling fruhling sommer herbst spring summer autumn ' +
    'janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre januari februari maart april ' +
    'juni juli augustus september oktober november december januar februar maerz marz dezember noel kerstmis ' +
    'weihnachten christmas paques pasen ostern lundi mardi mercredi jeudi vendredi samedi dimanche maandag dinsdag ' +
    'woensdag donderdag vrijdag zaterdag zondag montag dienstag mittwoch donnerstag freitag samstag sonntag',
  greeting:
    'bonjour bonsoir bienvenue salut merci welkom hallo goedemorgen goedendag dankuwel bedankt willkommen gutentag ' +
    'gutenmorgen danke welcome hello goodmorning jetaime ikhouvanjou ichliebedich iloveyou doudou loulou chouchou ' +
    'cheri cherie schatje liefje schatz liebling soleil zonnetje sonne sonnenschein amour liefde liebe famille ' +
    'familie maison thuis zuhause chocolat chocolade schokolade frites frietjes biere bier football voetbal fussball',
  password:
    'motdepasse motsdepasse phrasedepasse motsecret secret geheim geheimnis wachtwoord wachtzin paswoord passwoord ' +
    'passwort kennwort kennsatz password passphrase admin administrateur beheerder administrator utilisateur ' +
    'gebruiker benutzer gast invite accueil onthaal empfang connexion aanmelden anmelden ouvretoi sesam sesame ' +
    'sesamouvretoi changezmoi veranderme changeme azerty azertyuiop azerty123 qwertz qwertzuiop qsdfghjklm wxcvbn ' +
    'aqwzsx azqswx poiuytreza mlkjhgfdsq yxcvbnm asdfghjkl aqwxsz',
} as const

/** For the checker of passphrases, beside its own lists. */
export const commonWords: readonly string[] = [
  ...new Set(Object.values(groups).flatMap((words) => words.split(' '))),
]
