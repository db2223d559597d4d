//! French: capitals are rare outside of names.

use super::lexicon::Words;

pub const FRENCH: Words = Words {
    titles: "M.|MM.|Mme|Mlle|Me|Dr|monsieur|madame|président|présidente|premier ministre|première ministre|ministre|\
             chancelier|chancelière|secrétaire|gouverneur|gouverneure|maire|député|députée|sénateur|sénatrice|juge|\
             procureur|procureure|avocat|avocate|pape|cardinal|évêque|archevêque|roi|reine|prince|princesse|général|\
             colonel|capitaine|commissaire|ambassadeur|ambassadrice|entraîneur|entraîneuse|sélectionneur|attaquant|\
             défenseur|milieu|gardien|joueur|joueuse|cycliste|nageur|nageuse|acteur|actrice|chanteur|chanteuse|\
             réalisateur|réalisatrice|écrivain|écrivaine|romancier|romancière|journaliste|historien|historienne|\
             économiste|professeur|professeure|docteur|directeur|directrice|patron|patronne|PDG|porte-parole|\
             opposant|opposante|candidat|candidate|leader|chef|homologue",
    first_names: "",
    places: "France|Allemagne|Italie|Espagne|Portugal|Royaume-Uni|Grande-Bretagne|Angleterre|Écosse|Irlande|Belgique|\
             Pays-Bas|Luxembourg|Suisse|Autriche|Danemark|Suède|Norvège|Finlande|Islande|Pologne|République tchèque|\
             Slovaquie|Hongrie|Roumanie|Bulgarie|Grèce|Turquie|Serbie|Croatie|Slovénie|Bosnie|Albanie|Kosovo|\
             Monténégro|Ukraine|Russie|Biélorussie|Moldavie|Géorgie|Arménie|Azerbaïdjan|Kazakhstan|Lituanie|Lettonie|\
             Estonie|Israël|Liban|Syrie|Irak|Iran|Jordanie|Arabie saoudite|Yémen|Qatar|Koweït|Égypte|Libye|Tunisie|\
             Algérie|Maroc|Mauritanie|Soudan|Éthiopie|Somalie|Kenya|Nigeria|Mali|Niger|Burkina Faso|Sénégal|Guinée|\
             Côte d’Ivoire|Togo|Bénin|Cameroun|Gabon|Congo|Rwanda|Burundi|Tchad|Madagascar|Afrique du Sud|Zimbabwe|\
             États-Unis|Canada|Québec|Mexique|Cuba|Haïti|Brésil|Argentine|Chili|Pérou|Colombie|Venezuela|Chine|Japon|\
             Inde|Pakistan|Afghanistan|Corée du Nord|Corée du Sud|Taïwan|Vietnam|Thaïlande|Indonésie|Philippines|\
             Australie|Nouvelle-Zélande|Nouvelle-Calédonie|Europe|Asie|Afrique|Amérique|Proche-Orient|Moyen-Orient|\
             Gaza|Cisjordanie|Bretagne|Normandie|Alsace|Corse|Provence|Bourgogne|Île-de-France|Occitanie|Paris|\
             Marseille|Lyon|Toulouse|Nantes|Strasbourg|Montpellier|Bordeaux|Rennes|Reims|Le Havre|Saint-Étienne|\
             Toulon|Grenoble|Dijon|Nîmes|Clermont-Ferrand|Le Mans|Aix-en-Provence|Brest|Limoges|Perpignan|Metz|\
             Besançon|Orléans|Rouen|Mulhouse|Caen|Nancy|Calais|Cannes|Monaco|Bruxelles|Anvers|Liège|Charleroi|Namur|\
             Genève|Lausanne|Zurich|Berne|Bâle|Montréal|Ottawa|Toronto|Londres|Berlin|Munich|Francfort|Hambourg|Rome|\
             Milan|Madrid|Barcelone|Lisbonne|Amsterdam|La Haye|Copenhague|Stockholm|Oslo|Varsovie|Prague|Vienne|\
             Budapest|Bucarest|Sofia|Athènes|Istanbul|Ankara|Moscou|Kiev|Minsk|Jérusalem|Tel-Aviv|Beyrouth|Damas|\
             Bagdad|Téhéran|Le Caire|Alger|Oran|Tunis|Tripoli|Rabat|Casablanca|Dakar|Bamako|Abidjan|Niamey|\
             Ouagadougou|Kinshasa|Kaboul|Pékin|Shanghai|Hong Kong|Tokyo|New Delhi|Washington|New York|Los Angeles",
    organizations: "ONU|UE|OTAN|OMS|FMI|BCE|OPEP|OMC|Unesco|Unicef|Union européenne|Commission européenne|\
                    Banque centrale européenne|Nations unies|Banque mondiale|PS|LR|LFI|RN|Les Républicains|\
                    La France insoumise|Rassemblement national|Parti socialiste|Parti communiste|Assemblée nationale|\
                    Sénat|Conseil constitutionnel|Conseil d’État|Cour de cassation|Insee|CGT|CFDT|FO|Medef|SNCF|RATP|\
                    EDF|Renault|Peugeot|Citroën|Airbus|Air France|BNP Paribas|Société Générale|Crédit Agricole|Total|\
                    TotalEnergies|LVMH|Carrefour|Danone|Michelin|Orange|Bouygues|Vivendi|Le Monde|Le Figaro|Libération|\
                    Le Parisien|L’Équipe|AFP|Agence France-Presse|Reuters|France Inter|BFMTV|TF1|Hamas|Hezbollah|\
                    UEFA|Uefa|FIFA|Fifa|CIO|PSG|Paris SG|Paris Saint-Germain|Olympique de Marseille|\
                    Olympique lyonnais|AS Monaco|FC Barcelone|Real Madrid|Croix-Rouge|Médecins sans frontières|\
                    Amnesty International|Greenpeace|Human Rights Watch",
    heads: "Banque|Université|Ministère|Institut|Fédération|Parti|Olympique|Stade|FC|AS|Racing|Groupe|Société",
    endings: "SA|SAS|SARL|SE",
    prepositions: "à|en|de|vers|depuis|près",
    quoted: "",
    common: "Nation|Nature|Express|Total|Casino|Continental|Investor|Point|Metro|Standard|Santé|Publique|Nat",
    noun_endings: &[],
    has_cases: false,
    has_capital_nouns: false,
};
