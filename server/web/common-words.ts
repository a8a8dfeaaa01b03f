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
