//! Spanish: capitals are rare outside of names.

use super::lexicon::Words;

pub const SPANISH: Words = Words {
    titles: "señor|señora|Sr.|Sra.|Dr.|Dra.|doctor|doctora|don|doña|presidente|presidenta|expresidente|expresidenta|\
             vicepresidente|vicepresidenta|ministro|ministra|primer ministro|primera ministra|canciller|secretario|\
             secretaria|gobernador|gobernadora|alcalde|alcaldesa|diputado|diputada|senador|senadora|juez|jueza|fiscal|\
             abogado|abogada|papa|cardenal|obispo|arzobispo|rey|reina|príncipe|princesa|general|coronel|capitán|\
             comisario|embajador|embajadora|entrenador|entrenadora|técnico|seleccionador|delantero|defensa|portero|\
             centrocampista|futbolista|tenista|ciclista|piloto|actor|actriz|cantante|director|directora|escritor|\
             escritora|novelista|periodista|historiador|historiadora|economista|profesor|profesora|portavoz|opositor|\
             opositora|candidato|candidata|líder|dirigente|mandatario|mandataria",
    first_names: "",
    places: "España|Francia|Alemania|Italia|Portugal|Reino Unido|Gran Bretaña|Inglaterra|Escocia|Irlanda|Bélgica|\
             Países Bajos|Holanda|Luxemburgo|Suiza|Austria|Dinamarca|Suecia|Noruega|Finlandia|Islandia|Polonia|\
             República Checa|Eslovaquia|Hungría|Rumanía|Rumania|Bulgaria|Grecia|Turquía|Serbia|Croacia|Eslovenia|\
             Bosnia|Albania|Kosovo|Ucrania|Rusia|Bielorrusia|Georgia|Armenia|Azerbaiyán|Kazajistán|Lituania|Letonia|\
             Estonia|Israel|Líbano|Siria|Irak|Irán|Jordania|Arabia Saudí|Arabia Saudita|Yemen|Qatar|Catar|Kuwait|\
             Egipto|Libia|Túnez|Argelia|Marruecos|Sudán|Etiopía|Somalia|Kenia|Nigeria|Malí|Níger|Senegal|Congo|Ruanda|\
             Sudáfrica|Estados Unidos|EE.UU.|Canadá|México|Guatemala|Honduras|El Salvador|Nicaragua|Costa Rica|Panamá|\
             Cuba|República Dominicana|Haití|Puerto Rico|Brasil|Argentina|Chile|Uruguay|Paraguay|Bolivia|Perú|\
             Ecuador|Colombia|Venezuela|China|Japón|India|Pakistán|Afganistán|Corea del Norte|Corea del Sur|Taiwán|\
             Vietnam|Tailandia|Indonesia|Filipinas|Australia|Nueva Zelanda|Europa|Asia|África|América|América Latina|\
             Latinoamérica|Oriente Próximo|Oriente Medio|Gaza|Cisjordania|Cataluña|Andalucía|Galicia|País Vasco|\
             Euskadi|Comunidad Valenciana|Castilla y León|Castilla-La Mancha|Aragón|Extremadura|Asturias|Cantabria|\
             Navarra|La Rioja|Baleares|Canarias|Madrid|Barcelona|Valencia|Sevilla|Zaragoza|Málaga|Murcia|Bilbao|\
             Alicante|Valladolid|Vigo|Gijón|Granada|A Coruña|Vitoria|Pamplona|San Sebastián|Santander|Salamanca|\
             Ciudad de México|Guadalajara|Monterrey|Tijuana|Bogotá|Medellín|Cali|Cartagena|Caracas|Maracaibo|Quito|\
             Guayaquil|Lima|Cusco|Arequipa|La Paz|Santa Cruz|Santiago|Santiago de Chile|Valparaíso|Buenos Aires|\
             Rosario|Montevideo|Asunción|La Habana|San José|Managua|Tegucigalpa|San Juan|Santo Domingo|São Paulo|\
             Río de Janeiro|Brasilia|París|Marsella|Londres|Berlín|Múnich|Roma|Milán|Lisboa|Bruselas|Ámsterdam|\
             La Haya|Ginebra|Viena|Varsovia|Praga|Budapest|Atenas|Estambul|Moscú|Kiev|Jerusalén|Damasco|Bagdad|Teherán|\
             El Cairo|Pekín|Shanghái|Hong Kong|Tokio|Nueva Delhi|Washington|Nueva York|Los Ángeles|Miami",
    organizations: "ONU|UE|OTAN|OMS|FMI|BCE|OEA|OPEP|Unesco|Unicef|Unión Europea|Comisión Europea|Naciones Unidas|\
                    Banco Mundial|Banco Central Europeo|Banco de España|PSOE|PP|Vox|Podemos|Sumar|Ciudadanos|ERC|\
                    Junts|PNV|Bildu|Partido Popular|Partido Socialista|Izquierda Unida|PRI|PAN|PRD|Morena|FARC|ELN|\
                    Congreso de los Diputados|Tribunal Supremo|Tribunal Constitucional|Audiencia Nacional|Senado|\
                    Guardia Civil|Policía Nacional|Mossos d’Esquadra|Generalitat|INE|CCOO|UGT|Telefónica|BBVA|Repsol|\
                    Iberdrola|Inditex|Endesa|Iberia|CaixaBank|Banco Santander|Bankia|Pemex|Petrobras|PDVSA|Televisa|\
                    El País|El Mundo|La Vanguardia|ABC|Clarín|La Nación|El Universal|Reforma|EFE|Efe|AFP|Reuters|\
                    Europa Press|RTVE|Hamás|Hezbolá|UEFA|FIFA|COI|Real Madrid|FC Barcelona|Barça|Atlético de Madrid|\
                    Athletic Club|Real Sociedad|Boca Juniors|River Plate|Cruz Roja|Médicos Sin Fronteras|\
                    Amnistía Internacional|Greenpeace",
    heads: "Banco|Universidad|Ministerio|Instituto|Federación|Partido|Tribunal|Atlético|Real|Deportivo|Club|Grupo|\
            Fundación",
    endings: "SA|S.A.|SL|S.L.",
    prepositions: "en|de|desde|hacia|hasta",
    quoted: "",
    common: "El|La|Los|Las|Un|Una|En|De|Y|Estado|Nacional|Reforma|Mundo|Marca|Expansión|Sol|Vitro|Excelsior|\
             Internacional|Independiente|América|Olimpia|Alianza|Digital|General|Santa",
    noun_endings: &[],
    has_cases: false,
    has_capital_nouns: false,
};
