import { defineErrors, type ErrorTable, jsonPointer, type Problem, type TongbanError } from '@tongban/kernel';
import { environmentName } from '@tongban/service';

/** Why the engines that a configuration names cannot be used. */
export const engineErrors: ErrorTable<'E_ENGINE_SETTING'> = defineErrors({
  E_ENGINE_SETTING: {
    status: 500,
    title: { zh: '引擎的配置不完整', en: 'The settings of an engine are not complete' },
  },
});

/** A setting that another setting makes necessary. */
export interface MissingSetting {
  /** Dotted path: `views.url`. */
  readonly setting: string;
  readonly because: string;
  readonly example: string;
}

/** The refusal of a configuration in which settings are missing. */
export function missingSettings(missing: readonly MissingSetting[]): TongbanError {
  return engineErrors.error('E_ENGINE_SETTING', {
    detail: {
      zh: `缺少 ${missing.map(({ setting }) => setting).join('、')}；各项说明见 docs/reference/configuration.md`,
      en: `${missing.map(({ setting }) => setting).join(', ')} missing; docs/reference/configuration.md explains them all`,
    },
    problems: missing.map(({ setting, because, example }): Problem => {
      const path = setting.split('.');
      return {
        pointer: jsonPointer(path),
        rule: 'required',
        expected: example,
        message: {
          zh: `须设置 ${setting}（因为 ${because}；环境变量 ${environmentName(path)}），例如 ${example}`,
          en: `${setting} has to be set (${because}; environment ${environmentName(path)}), for example ${example}`,
        },
      };
    }),
  });
}
