import { defineErrors, type ErrorTable } from '@tongban/kernel';

/** The refusals and failures of processors, redrives, rebuilds and deadlines. */
export const processingErrors: ErrorTable<
  | 'E_PROCESSING_STOPPED'
  | 'E_PROCESSING_NOT_PARKED'
  | 'E_PROCESSING_AHEAD'
  | 'E_PROCESSING_EVENT_MISSING'
  | 'E_PROCESSING_RAW_TABLE'
  | 'E_PROCESSING_REBUILD_TAKEN'
  | 'E_PROJECTION_UNHEALTHY'
  | 'E_DEADLINE_REUSED'
  | 'E_LEASE_LOST'
> = defineErrors({
  E_PROCESSING_STOPPED: {
    status: 503,
    retryable: true,
    title: {
      zh: '处理器已停止，启动后再试',
      en: 'The processor is stopped; start it, then try again',
    },
  },
  E_PROCESSING_NOT_PARKED: {
    status: 409,
    title: {
      zh: '该事件未被搁置，请重新查看重处理预览',
      en: 'This event is not parked; look at the redrive plan again',
    },
  },
  E_PROCESSING_AHEAD: {
    status: 500,
    title: {
      zh: '检查点超出事件库末尾，事件库可能已被更换；请恢复事件库，或删除视图数据后重建',
      en: 'A checkpoint lies past the end of the event store, so this is another store: restore it, or delete the views',
    },
  },
  E_PROCESSING_EVENT_MISSING: {
    status: 500,
    title: {
      zh: '事件库中找不到被搁置的事件，请核对事件库是否为同一个',
      en: 'A parked event is not in the event store; check that it is the same store',
    },
  },
  E_PROCESSING_RAW_TABLE: {
    status: 500,
    title: {
      zh: '视图的原生 SQL 须用 sql.table 指明表名',
      en: "Raw SQL of a view must name the view's tables through sql.table",
    },
  },
  E_PROCESSING_REBUILD_TAKEN: {
    status: 409,
    title: {
      zh: '该视图已由另一次重建完成或重新开始，本次重建已停止',
      en: 'Another rebuild of this view finished or began anew, so this one stopped',
    },
  },
  E_PROJECTION_UNHEALTHY: {
    status: 503,
    title: {
      zh: '内存投影已失效，依赖它的决定一律拒绝，请查看日志后重启',
      en: 'An in-memory projection failed, so decisions that need it are refused; see the log, then restart',
    },
  },
  E_DEADLINE_REUSED: {
    status: 409,
    title: {
      zh: '该期限编号已用于内容不同的期限',
      en: 'This deadline id was already used for a deadline with other content',
    },
  },
  E_LEASE_LOST: {
    status: 503,
    retryable: true,
    title: {
      zh: '该工作已由另一进程接管，本进程未写入任何内容',
      en: 'Another process has taken this work over; nothing was written',
    },
  },
});
