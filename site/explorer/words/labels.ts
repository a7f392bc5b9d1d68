/** Names of labels that no code list translates. Others come from the code lists (`server/nameFile.ts`). */
import type { Language } from "../../../schemas/Languages.ts"

interface LabelWords {
  readonly codes: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly milestones: Readonly<Record<string, string>>
}

export const labelWords: Readonly<Record<Language, LabelWords>> = {
  en: {
    codes: {
      any: { NotKnown: "Not known", Total: "All" },
      sex: { Female: "Female", Male: "Male", Other: "Other" },
      age_group: { Under18: "Under 18", "18AndOver": "18 and over" },
      form: {
        ForcedLabourServitudeSlavery: "Forced labour, servitude, slavery",
        SexualExploitation: "Sexual exploitation",
        OrganRemoval: "Removal of organs",
        OtherPurposes: "Other forms",
        Several: "Several forms"
      },
      history: {
        CivilSociety: "Civil society",
        Government: "Government",
        LawEnforcement: "Law enforcement",
        Services: "Services"
      },
      record_kind: { victim: "Victims", route: "Routes", assistance: "Assistance", proceeding: "Proceedings" }
    },
    milestones: {}
  },
  ru: {
    codes: {
      any: { NotKnown: "Неизвестно", Total: "Все" },
      sex: { Female: "Женский пол", Male: "Мужской пол", Other: "Другой пол" },
      age_group: { Under18: "До 18 лет", "18AndOver": "18 лет и старше" },
      form: {
        ForcedLabourServitudeSlavery: "Принудительный труд, подневольное состояние, рабство",
        SexualExploitation: "Сексуальная эксплуатация",
        OrganRemoval: "Извлечение органов",
        OtherPurposes: "Другие формы",
        Several: "Несколько форм"
      },
      history: {
        CivilSociety: "Гражданское общество",
        Government: "Государственные органы",
        LawEnforcement: "Правоохранительные органы",
        Services: "Службы помощи"
      },
      record_kind: { victim: "Пострадавшие", route: "Маршруты", assistance: "Помощь", proceeding: "Производства" }
    },
    milestones: {
      CriminalCodeAmendments2003: "Поправки к Уголовному кодексу Российской Федерации: статьи 127.1 и 127.2",
      UntocRatification2004:
        "Ратификация Конвенции ООН против транснациональной организованной преступности и протоколов к ней"
    }
  },
  uk: {
    codes: {
      any: { NotKnown: "Невідомо", Total: "Усі" },
      sex: { Female: "Жіноча стать", Male: "Чоловіча стать", Other: "Інша стать" },
      age_group: { Under18: "До 18 років", "18AndOver": "18 років і старше" },
      form: {
        ForcedLabourServitudeSlavery: "Примусова праця, підневільний стан, рабство",
        SexualExploitation: "Сексуальна експлуатація",
        OrganRemoval: "Вилучення органів",
        OtherPurposes: "Інші форми",
        Several: "Кілька форм"
      },
      history: {
        CivilSociety: "Громадянське суспільство",
        Government: "Державні органи",
        LawEnforcement: "Правоохоронні органи",
        Services: "Служби допомоги"
      },
      record_kind: { victim: "Постраждалі", route: "Маршрути", assistance: "Допомога", proceeding: "Провадження" }
    },
    milestones: {
      CriminalCodeAmendments2003: "Зміни до Кримінального кодексу Російської Федерації: статті 127.1 і 127.2",
      UntocRatification2004:
        "Ратифікація Конвенції ООН проти транснаціональної організованої злочинності та протоколів до неї"
    }
  },
  ro: {
    codes: {
      any: { NotKnown: "Necunoscut", Total: "Toate" },
      sex: { Female: "Sex feminin", Male: "Sex masculin", Other: "Alt sex" },
      age_group: { Under18: "Sub 18 ani", "18AndOver": "18 ani și peste" },
      form: {
        ForcedLabourServitudeSlavery: "Muncă forțată, aservire, sclavie",
        SexualExploitation: "Exploatare sexuală",
        OrganRemoval: "Prelevare de organe",
        OtherPurposes: "Alte forme",
        Several: "Mai multe forme"
      },
      history: {
        CivilSociety: "Societatea civilă",
        Government: "Autorități",
        LawEnforcement: "Organe de aplicare a legii",
        Services: "Servicii"
      },
      record_kind: { victim: "Victime", route: "Rute", assistance: "Asistență", proceeding: "Proceduri" }
    },
    milestones: {
      CriminalCodeAmendments2003: "Modificarea Codului penal al Federației Ruse: articolele 127.1 și 127.2",
      UntocRatification2004:
        "Ratificarea Convenției ONU împotriva criminalității transnaționale organizate și a protocoalelor sale"
    }
  }
}
