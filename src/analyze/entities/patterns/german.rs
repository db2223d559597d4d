//! German: nouns have capitals, so only what is known counts.

use super::lexicon::Words;

pub const GERMAN: Words = Words {
    titles: "Herr|Herrn|Frau|Dr.|Prof.|Professor|Professorin|Präsident|Präsidentin|Präsidenten|Bundespräsident|\
             Bundeskanzler|Bundeskanzlerin|Kanzler|Kanzlerin|Altkanzler|Ministerpräsident|Ministerpräsidentin|\
             Ministerpräsidenten|Regierungschef|Regierungschefin|Premierminister|Premierministerin|Premier|Minister|\
             Ministerin|Außenminister|Außenministerin|Innenminister|Innenministerin|Finanzminister|Finanzministerin|\
             Verteidigungsminister|Verteidigungsministerin|Justizminister|Wirtschaftsminister|Wirtschaftsministerin|\
             Gesundheitsminister|Gesundheitsministerin|Umweltministerin|Kultusminister|Staatschef|Staatssekretär|\
             Bürgermeister|Bürgermeisterin|Oberbürgermeister|Oberbürgermeisterin|Landrat|Senator|Senatorin|Papst|\
             Kardinal|Bischof|Erzbischof|König|Königin|Prinz|Prinzessin|Trainer|Trainerin|Bundestrainer|Stürmer|\
             Torwart|Torhüter|Mittelfeldspieler|Verteidiger|Kapitän|Sprecher|Sprecherin|Regierungssprecher|\
             Pressesprecher|Vorstandschef|Parteichef|Parteichefin|Fraktionschef|Generalsekretär|Staatsanwalt|Richter|\
             Richterin|Anwalt|Rechtsanwalt|Regisseur|Regisseurin|Schauspieler|Schauspielerin|Sänger|Sängerin|Autor|\
             Autorin|Schriftsteller|Schriftstellerin|Historiker|Ökonom|General|Oberst|Botschafter|Abgeordneter",
    first_names: "",
    places: "Deutschland|Österreich|Schweiz|Frankreich|Italien|Spanien|Portugal|Großbritannien|England|Schottland|\
             Irland|Belgien|Niederlande|Niederlanden|Luxemburg|Dänemark|Schweden|Norwegen|Finnland|Island|Polen|\
             Tschechien|Slowakei|Ungarn|Rumänien|Bulgarien|Griechenland|Türkei|Serbien|Kroatien|Slowenien|Bosnien|\
             Albanien|Kosovo|Montenegro|Nordmazedonien|Ukraine|Russland|Belarus|Weißrussland|Moldau|Georgien|Armenien|\
             Aserbaidschan|Kasachstan|Usbekistan|Litauen|Lettland|Estland|Israel|Libanon|Syrien|Irak|Iran|Jordanien|\
             Saudi-Arabien|Jemen|Katar|Kuwait|Ägypten|Libyen|Tunesien|Algerien|Marokko|Sudan|Äthiopien|Somalia|Kenia|\
             Nigeria|Mali|Niger|Kongo|Südafrika|Simbabwe|USA|Kanada|Mexiko|Kuba|Brasilien|Argentinien|Chile|Peru|\
             Kolumbien|Venezuela|China|Japan|Indien|Pakistan|Afghanistan|Nordkorea|Südkorea|Taiwan|Vietnam|Thailand|\
             Indonesien|Philippinen|Australien|Neuseeland|Europa|Asien|Afrika|Amerika|Nordamerika|Südamerika|\
             Gazastreifen|Westjordanland|Bayern|Baden-Württemberg|Hessen|Thüringen|Brandenburg|Niedersachsen|\
             Sachsen-Anhalt|Nordrhein-Westfalen|Rheinland-Pfalz|Schleswig-Holstein|Mecklenburg-Vorpommern|Saarland|\
             Berlin|Hamburg|München|Köln|Frankfurt|Frankfurt am Main|Stuttgart|Düsseldorf|Leipzig|Dresden|Hannover|\
             Nürnberg|Bremen|Bremerhaven|Dortmund|Duisburg|Bonn|Münster|Karlsruhe|Mannheim|Augsburg|Wiesbaden|\
             Mönchengladbach|Gelsenkirchen|Braunschweig|Kiel|Chemnitz|Halle|Magdeburg|Freiburg|Lübeck|Erfurt|Rostock|\
             Mainz|Kassel|Saarbrücken|Potsdam|Wien|Graz|Linz|Salzburg|Innsbruck|Zürich|Genf|Basel|Bern|Lausanne|\
             Luzern|Paris|London|Brüssel|Amsterdam|Rom|Mailand|Madrid|Lissabon|Kopenhagen|Stockholm|Oslo|Helsinki|\
             Warschau|Prag|Budapest|Bukarest|Sofia|Athen|Istanbul|Ankara|Moskau|Kiew|Kyjiw|Charkiw|Odessa|Minsk|\
             Jerusalem|Tel Aviv|Damaskus|Bagdad|Teheran|Kairo|Tripolis|Tunis|Kabul|Peking|Shanghai|Hongkong|Tokio|\
             Neu-Delhi|Washington|New York|Los Angeles|Rio de Janeiro|Sydney",
    organizations: "EU|UN|UNO|Nato|NATO|OPEC|OSZE|WHO|IWF|EZB|Europäische Union|Europäische Kommission|\
                    Europäische Zentralbank|Vereinte Nationen|Vereinten Nationen|CDU|CSU|SPD|FDP|AfD|BSW|ÖVP|SPÖ|FPÖ|\
                    SVP|Bundestag|Bundesrat|Bundeswehr|Bundesbank|Bundesverfassungsgericht|Bundesgerichtshof|\
                    Bundeskriminalamt|Bundesnachrichtendienst|BKA|BND|Auswärtiges Amt|Auswärtige Amt|Auswärtigen Amt|\
                    Bahn AG|Deutsche Bahn|Deutschen Bahn|Deutsche Bank|Deutschen Bank|Commerzbank|Deutsche Telekom|\
                    Lufthansa|Volkswagen|VW|BMW|Daimler|Siemens|BASF|Thyssenkrupp|RWE|Eon|Allianz|Airbus|Hamas|\
                    Hisbollah|Taliban|IG Metall|Verdi|DGB|ADAC|DFB|DFL|Uefa|Fifa|IOC|ARD|ZDF|dpa|DPA|AFP|Reuters|APA|\
                    Bild-Zeitung|FC Bayern|FC Bayern München|Bayern München|Borussia Dortmund|BVB|Hamburger SV|HSV|\
                    Werder Bremen|Hertha BSC|Union Berlin|Bayer Leverkusen|Eintracht Frankfurt|VfB Stuttgart|\
                    Schalke 04|RB Leipzig|Rapid Wien|Greenpeace|Amnesty International",
    heads: "FC|SC|SV|VfB|VfL|TSV|TSG|Borussia|Eintracht|Hertha|Arminia|Fortuna|Dynamo|Universität|Technische",
    endings: "AG|GmbH|SE|KG|KGaA|Holding|Gruppe",
    prepositions: "in|nach|aus|bei|nahe|um",
    quoted: "",
    common: "Sie|Ihr|Ihre|Ihren|Ihrem|Ihnen|Die|Der|Das|Ein|Eine|Einen|Einem|Dem|Den|Des|Und|Oder|Aber|Wir|Er|Es|Ich|Mein|\
             Kein|In|Im|Am|Auf|Mit|Von|Vom|Zum|Zur|Für|Bei|Nach|Mal|Kind|Happy|Mai|Bild|Focus|Stern|Express|Metro|\
             Standard|Continental|Kurier|Total|Orange|Verlag|Dienst|Sonne|Stadt|Haus|Land",
    noun_endings: &["ung", "heit", "keit", "schaft", "tion", "ismus", "ierung", "innen", "tag", "woche", "jahr"],
    has_cases: false,
    has_capital_nouns: true,
};
