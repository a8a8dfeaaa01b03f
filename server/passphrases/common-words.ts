/** What somebody who knows this software and this trade would try first; without accents and spaces. A country adds its own. */

/** The most likely first: the place in the list counts as the number of guesses. */
const groups = {
  product:
    'troisclics driekliks dreiklicks threeclicks tresclics trois clics kliks klicks clics borne zuil saeule ' +
    'kiosk kiosque guichet loket schalter comptoir toonbank theke counter',
  trade:
    'pharmacie apotheek apotheke pharmacy pharmacien pharmacienne apotheker apothekerin pharmacist officine ' +
    'mediateur mediatrice mediation mediator bemiddelaar vermittler vermittlerin infirmier infirmiere ' +
    'verpleger verpleegster verpleegkundige krankenschwester krankenpfleger pfleger nurse medecin docteur ' +
    'dokter doctor arzt aerztin huisarts hausarzt patient patiente patienten medicament medicaments ' +
    'geneesmiddel geneesmiddelen medikament medikamente medicijn medicijnen ordonnance prescription ' +
    'voorschrift rezept recept sante gezondheid gesundheit health consentement toestemming zustimmung ' +
    'einwilligung consent hopital ziekenhuis krankenhaus spital clinique kliniek klinik hospital mutuelle ' +
    'mutualite mutualiteit ziekenfonds krankenkasse vaccin vaccination vaccinatie impfung aspirine ' +
    'paracetamol dafalgan aide hulp hilfe help bonjoursante numerique digitaal digital bibliotheque ' +
    'bibliotheek bibliothek commune gemeente gemeinde carteidentite identiteitskaart eid',
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
    'medizinischeshaus healthcentre healthcenter huisartsenpraktijk groepspraktijk praktijk arztpraxis ' +
    'praxis cabinet cabinetmedical polyclinique polikliniek poliklinik maisonderepos maisonderetraite ' +
    'woonzorgcentrum rusthuis zorgcentrum altenheim pflegeheim seniorenheim nursinghome urgences spoed ' +
    'spoedgevallen notaufnahme emergency ambulance revalidatie rehabilitation quartier wijk planningfamilial ' +
    'centredesante dossiermedical dossierdepatient patientendossier patientenakte healthrecord assurance ' +
    'verzekering versicherung insurance tierspayant derdebetaler remboursement terugbetaling mandat volmacht ' +
    'vollmacht',
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
