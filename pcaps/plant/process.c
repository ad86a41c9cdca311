#include "pcaps/plant/process.h"

#include <math.h>

/* Small tanks: the levels move visibly within a minute, as a training plant's do. */
#define RAW_TANK_M3	60.0
#define CONTACT_TANK_M3 50.0
#define RESERVOIR_M3	70.0
#define PUMP_M3_H	330.0 /* an intake pump at 50 Hz */
#define BOOSTER_M3_H	280.0
#define FILTER_M3_H	360.0
#define FLOW_MIN_M3_H	20.0 /* under this flow, dosing is blocked */

static double random_unit(struct process *p)
{
	p->random ^= p->random << 13;
	p->random ^= p->random >> 7;
	p->random ^= p->random << 17;
	return (double)(p->random >> 11) / 9007199254740992.0;
}

static double noise(struct process *p, double amplitude)
{
	return (random_unit(p) + random_unit(p) + random_unit(p) - 1.5) * amplitude;
}

static double clamp(double value, double low, double high)
{
	return value < low ? low : value > high ? high : value;
}

/* First order lag towards `target` with time constant `tau` seconds. */
static void follow(double *value, double target, double tau)
{
	*value += (target - *value) * PROCESS_DT / tau;
}

/* Percent of a tank that a net flow in m3/h moves in one step. */
static double level_change(double m3_h, double tank_m3)
{
	return m3_h / 3600.0 * PROCESS_DT / tank_m3 * 100.0;
}

/* On under `start`, off over `stop`, else as it was. */
static bool two_point(double level, double start, double stop, bool was)
{
	if (level < start)
		return true;
	return level > stop ? false : was;
}

static void intake_control(struct process *p)
{
	double *v = p->v;
	bool automatic = v[PLC1_AUTO] >= 0.5;
	bool want1 = v[P101_CMD] >= 0.5, want2 = v[P102_CMD] >= 0.5;

	if (automatic) {
		want1 = two_point(v[RAW_LEVEL], v[RAW_START], v[RAW_STOP], v[P101_RUN] >= 0.5);
		want2 = two_point(v[RAW_LEVEL], v[RAW_START] - 12, v[RAW_START],
				  v[P102_RUN] >= 0.5);
	}
	v[V101_OPEN] = v[V101_CMD];
	v[RAW_LOW_LOW] = v[RAW_LEVEL] < v[RAW_LL_LIMIT];
	v[RAW_HIGH_HIGH] = v[RAW_LEVEL] > v[RAW_HH_LIMIT];

	/* interlocks: no pumping against a closed valve, from a dry river or into a full tank */
	bool allowed = v[V101_OPEN] >= 0.5 && v[RIVER_LEVEL] > 0.5 && v[RAW_HIGH_HIGH] < 0.5;

	v[P101_RUN] = want1 && allowed && v[P101_FAULT] < 0.5;
	v[P102_RUN] = want2 && allowed && !p->p102_blocked;
	if (v[RAW_LOW_LOW] >= 0.5 || v[RAW_HIGH_HIGH] >= 0.5)
		p->raw_alarm = 1;
	else if (v[PLC1_ACK] >= 0.5)
		p->raw_alarm = 0;
	v[PLC1_ALARM] = p->raw_alarm;
}

static void intake_physics(struct process *p)
{
	double *v = p->v;
	double speed = v[P101_RUN] >= 0.5 ? clamp(v[P101_SPEED_SP], 0, 60) : 0;

	follow(&v[RIVER_LEVEL], 2.4 + 0.3 * sin(p->time / 90), 30);
	follow(&v[P101_SPEED], speed, 1.5);
	follow(&v[P101_CURRENT], v[P101_RUN] >= 0.5 ? 12 + v[P101_SPEED] * 1.02 : 0, 0.8);
	follow(&v[P102_CURRENT], v[P102_RUN] >= 0.5 ? 63 : 0, 0.8);
	v[P101_CURRENT] = clamp(v[P101_CURRENT] + noise(p, v[P101_RUN] * 0.6), 0, 200);
	v[P102_CURRENT] = clamp(v[P102_CURRENT] + noise(p, v[P102_RUN] * 0.6), 0, 200);

	double target = PUMP_M3_H * v[P101_SPEED] / 50 + (v[P102_RUN] >= 0.5 ? PUMP_M3_H : 0);

	follow(&v[INTAKE_FLOW], target, 2);
	v[INTAKE_FLOW] = clamp(v[INTAKE_FLOW] + noise(p, target > 1 ? 2.0 : 0), 0, 900);
	v[RAW_LEVEL] += level_change(v[INTAKE_FLOW] - v[FILTER_FLOW], RAW_TANK_M3);
	v[RAW_LEVEL] = clamp(v[RAW_LEVEL] + noise(p, 0.02), 0, 100);
	follow(&v[TURBIDITY], 6.2 + v[INTAKE_FLOW] / 300 - v[SCREEN_WASH] * 1.5, 20);
	v[TURBIDITY] = clamp(v[TURBIDITY] + noise(p, 0.05), 0, 400);
	follow(&v[WATER_TEMP], 8.4 + 0.4 * sin(p->time / 200), 60);
	v[INTAKE_TOTAL] += v[INTAKE_FLOW] / 3600 * PROCESS_DT;
	v[P101_HOURS] += v[P101_RUN] * PROCESS_DT / 3600;
}

static void dosing_control(struct process *p)
{
	double *v = p->v;

	v[MIX_RUN] = v[MIX_CMD];
	v[BACKWASH_ON] = v[BACKWASH_CMD] >= 0.5 || v[FILTER_DP] > v[FILTER_DP_MAX];
	v[DOSE_BLOCKED] = v[FILTER_FLOW] < FLOW_MIN_M3_H || v[HYPO_LEVEL] < 2;
	v[DOSE_RUN] = v[DOSE_CMD] >= 0.5 && v[DOSE_BLOCKED] < 0.5;
	v[CL_HIGH] = v[CHLORINE] > v[CL_HIGH_LIMIT];
	v[CL_LOW] = v[CHLORINE] < v[CL_LOW_LIMIT];
	if (v[CL_HIGH] >= 0.5 || v[CL_LOW] >= 0.5)
		p->dose_alarm = 1;
	else if (v[PLC2_ACK] >= 0.5)
		p->dose_alarm = 0;
	v[PLC2_ALARM] = p->dose_alarm;
}

static void dosing_physics(struct process *p)
{
	double *v = p->v;
	bool flowing = v[V201_CMD] >= 0.5 && v[BACKWASH_ON] < 0.5 && v[RAW_LEVEL] > 3;
	double opening = clamp(0.72 + (v[CONTACT_SP] - v[CONTACT_LEVEL]) * 0.06, 0, 1);

	follow(&v[FILTER_FLOW], flowing ? FILTER_M3_H * opening : 0, 3);
	v[FILTER_FLOW] = clamp(v[FILTER_FLOW] + noise(p, flowing ? 1.0 : 0), 0, 900);
	follow(&v[FILTER_DP], v[BACKWASH_ON] >= 0.5 ? 8 : 18 + v[FILTER_FLOW] / 60, 12);
	v[FILTER_DP] = clamp(v[FILTER_DP] + noise(p, 0.08), 0, 200);
	v[CONTACT_LEVEL] += level_change(v[FILTER_FLOW] - v[BOOST_FLOW], CONTACT_TANK_M3);
	v[CONTACT_LEVEL] = clamp(v[CONTACT_LEVEL] + noise(p, 0.02), 0, 100);

	/* the dose follows the setpoint's error around the dose that holds it, up to the limit */
	double need = v[CHLORINE_SP] * 5 + (v[CHLORINE_SP] - v[CHLORINE]) * 25;

	follow(&v[DOSE_RATE], v[DOSE_RUN] >= 0.5 ? clamp(need, 0, v[DOSE_MAX]) : 0, 1);
	follow(&v[CHLORINE], v[DOSE_RATE] / 5, v[MIX_RUN] >= 0.5 ? 12 : 40);
	v[CHLORINE] = clamp(v[CHLORINE] + noise(p, 0.004), 0, 50);
	v[HYPO_LEVEL] = clamp(v[HYPO_LEVEL] - v[DOSE_RATE] * PROCESS_DT / 3600, 0, 100);
	follow(&v[PH], v[PH_SP] + v[CHLORINE] * 0.08, 25);
	v[PH] = clamp(v[PH] + noise(p, 0.004), 0, 14);
}

static void reservoir_control(struct process *p)
{
	double *v = p->v;
	bool want1 = v[P301_CMD] >= 0.5, want2 = v[P302_CMD] >= 0.5;

	if (v[PLC3_AUTO] >= 0.5) {
		want1 = two_point(v[RES_LEVEL], v[RES_START], v[RES_STOP], v[P301_RUN] >= 0.5);
		want2 = two_point(v[RES_LEVEL], v[RES_START] - 10, v[RES_START],
				  v[P302_RUN] >= 0.5);
	}
	v[RES_LOW] = v[RES_LEVEL] < v[RES_LOW_LIMIT];
	v[RES_HIGH] = v[RES_LEVEL] > v[RES_HI_LIMIT];

	/* interlocks: no overfilling, no running dry */
	bool allowed = v[RES_HIGH] < 0.5 && v[CONTACT_LEVEL] > 8;

	v[P301_RUN] = want1 && allowed;
	v[P302_RUN] = want2 && allowed;
	v[V301_OPEN] = v[V301_CMD];
	if (v[RES_LOW] >= 0.5 || v[RES_HIGH] >= 0.5)
		p->res_alarm = 1;
	else if (v[PLC3_ACK] >= 0.5)
		p->res_alarm = 0;
	v[PLC3_ALARM] = p->res_alarm;
}

static void reservoir_physics(struct process *p)
{
	double *v = p->v;
	double demand = 240 + 60 * sin(p->time / 75) + 25 * sin(p->time / 11);

	if (v[V301_OPEN] < 0.5 || v[RES_LEVEL] < 1)
		demand = 0;
	follow(&v[BOOST_FLOW], (v[P301_RUN] + v[P302_RUN]) * BOOSTER_M3_H, 2.5);
	v[BOOST_FLOW] = clamp(v[BOOST_FLOW] + noise(p, v[P301_RUN] * 1.0), 0, 900);
	follow(&v[DEMAND], demand, 4);
	v[DEMAND] = clamp(v[DEMAND] + noise(p, demand > 0 ? 1.5 : 0), 0, 900);
	v[RES_LEVEL] += level_change(v[BOOST_FLOW] - v[DEMAND], RESERVOIR_M3);
	v[RES_LEVEL] = clamp(v[RES_LEVEL] + noise(p, 0.02), 0, 100);
	follow(&v[OUT_PRESSURE], 3.4 + v[RES_LEVEL] / 50 - v[DEMAND] / 1500, 2);
	v[OUT_PRESSURE] = clamp(v[OUT_PRESSURE] + noise(p, 0.01), 0, 16);
	v[DELIVERED] += v[DEMAND] / 3600 * PROCESS_DT;

	follow(&v[NORTH_PRESS], v[OUT_PRESSURE] - 0.7 - v[DEMAND] / 2500, 3);
	follow(&v[SOUTH_PRESS], v[OUT_PRESSURE] - 1.2 - v[DEMAND] / 2200, 3);
	follow(&v[TRUNK_FLOW], v[DEMAND] * 0.99, 1.5);
	v[TRUNK_TOTAL] += v[TRUNK_FLOW] / 3600 * PROCESS_DT;
}

void process_init(struct process *p, uint64_t seed)
{
	*p = (struct process){ .random = seed * 0x9e3779b97f4a7c15u + 0x1234567 };
	for (int i = 0; i < VARIABLE_COUNT; i++)
		p->v[i] = variables[i].start;
}

void process_step(struct process *p)
{
	intake_control(p);
	dosing_control(p);
	reservoir_control(p);
	intake_physics(p);
	dosing_physics(p);
	reservoir_physics(p);
	p->time += PROCESS_DT;
}
